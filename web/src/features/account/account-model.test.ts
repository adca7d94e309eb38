import { describe, expect, it } from 'vitest';
import { contactBody, contactFaults, normalLogin, normalPhone } from './account-model.ts';

const awa = { fullName: 'Awa Traoré', email: '', phone: '76 12 34 56', password: 'une phrase à moi' };

describe('phone numbers', () => {
  it.each([
    ['76 12 34 56', '+22376123456'],
    ['00223 76.12.34.56', '+22376123456'],
    ['+221 77 123 45 67', '+221771234567'],
    ['22376123456', '+22376123456'],
    ['761234', null],
    ['douze', null],
  ])('%j is %j', (typed, kept) => {
    expect(normalPhone(typed)).toBe(kept);
  });
});

describe('a new person', () => {
  it('needs one way to be reached', () => {
    expect(contactFaults(awa)).toEqual([]);
    expect(contactFaults({ ...awa, phone: '' }).map((fault) => fault.pointer)).toEqual(['/email']);
  });

  it('is told everything at once', () => {
    const faults = contactFaults({ fullName: ' ', email: 'awa@', phone: '12', password: 'court' });
    expect(faults.map((fault) => fault.pointer)).toEqual(['/fullName', '/email', '/phone', '/password']);
  });

  it('is sent without empty members', () => {
    expect(contactBody(awa)).toEqual({ fullName: 'Awa Traoré', phone: '+22376123456', password: 'une phrase à moi' });
  });

  it('signs in by either', () => {
    expect(normalLogin(' awa@exemple.ml ')).toBe('awa@exemple.ml');
    expect(normalLogin('76123456')).toBe('+22376123456');
  });
});
