import type { Operator } from '@api/types';
import { describe, expect, it } from 'vitest';
import { type Choice, faultsOf, requestOf, wantsPhone } from './choice-model.ts';

const operator = (more: Partial<Operator>): Operator => ({
  code: 'wave',
  name: 'Wave',
  word: { fr: '', en: '' },
  available: true,
  sessionMinutes: 30,
  phone: 'none',
  wallets: [],
  ...more,
});
const PAGE = operator({});
const PHONE = operator({ code: 'mtn_momo', phone: 'required' });
const BOTH = operator({ code: 'pay_dunya', phone: 'optional', wallets: ['orange_money', 'moov_money'] });
const choice = (more: Partial<Choice> = {}): Choice => ({ operator: 'wave', way: '', phone: '', ...more });
const pointers = (one: Operator | undefined, made: Choice) => faultsOf(one, made).map((fault) => fault.pointer);

describe('a way to pay', () => {
  it('asks for a number only where a telephone gets the request', () => {
    expect(wantsPhone(PAGE, choice())).toBe(false);
    expect(wantsPhone(PHONE, choice())).toBe(true);
    expect(wantsPhone(BOTH, choice({ way: 'page' }))).toBe(false);
    expect(wantsPhone(BOTH, choice({ way: 'moov_money' }))).toBe(true);
  });

  it('says everything that is missing at once', () => {
    expect(pointers(undefined, choice())).toEqual(['/operator']);
    expect(pointers(PAGE, choice())).toEqual([]);
    expect(pointers(PHONE, choice({ phone: ' ' }))).toEqual(['/phone']);
    expect(pointers(BOTH, choice())).toEqual(['/wallet']);
    expect(pointers(BOTH, choice({ way: 'orange_money' }))).toEqual(['/phone']);
    expect(pointers(BOTH, choice({ way: 'page' }))).toEqual([]);
  });

  it('sends no number to an operator that has no use for it', () => {
    expect(requestOf(PAGE, choice({ phone: '70 00 00 00', way: 'moov_money' }))).toEqual({ operator: 'wave' });
    expect(requestOf(BOTH, choice({ phone: '70 00 00 00', way: 'page' }))).toEqual({ operator: 'pay_dunya' });
    expect(requestOf(BOTH, choice({ phone: ' 70 00 00 00 ', way: 'moov_money' }))).toEqual({
      operator: 'pay_dunya',
      phone: '70 00 00 00',
      wallet: 'moov_money',
    });
    expect(requestOf(PHONE, choice({ phone: '70 00 00 00' }))).toEqual({ operator: 'mtn_momo', phone: '70 00 00 00' });
  });
});
