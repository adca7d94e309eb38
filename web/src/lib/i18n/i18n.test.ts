import { afterEach, describe, expect, it } from 'vitest';
import { format, language, say, texts } from './index.ts';

afterEach(() => {
  language.value = 'fr';
});

describe('format', () => {
  it('fills parameters and leaves an unknown one visible', () => {
    expect(format('Bonjour {name} {other}', { name: 'Awa' }, 'fr')).toBe('Bonjour Awa {other}');
  });

  it('treats zero as singular in French and plural in English', () => {
    expect(format('{n} demande | {n} demandes', { n: 0 }, 'fr')).toBe('0 demande');
    expect(format('{n} application | {n} applications', { n: 0 }, 'en')).toBe('0 applications');
    expect(format('{n} demande | {n} demandes', { n: 2 }, 'fr')).toBe('2 demandes');
  });
});

describe('texts', () => {
  const t = texts({ hello: 'Bonjour' }, { hello: 'Hello' });

  it('follows the language', () => {
    expect(t('hello')).toBe('Bonjour');
    language.value = 'en';
    expect(t('hello')).toBe('Hello');
  });
});

describe('say', () => {
  it('falls back to French when the English text is missing', () => {
    language.value = 'en';
    expect(say({ fr: 'Mangues', en: '' })).toBe('Mangues');
    expect(say(undefined)).toBe('');
  });
});
