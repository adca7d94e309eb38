import { afterEach, describe, expect, it, vi } from 'vitest';
import { format, language, say, setLanguage, texts, textsReady } from './index.ts';

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

describe('an English catalogue that is fetched', () => {
  it('is not fetched for French readers and stands in French until it is there', async () => {
    const load = vi.fn(async () => ({ default: { hello: 'Hello' } }));
    const t = texts({ hello: 'Bonjour' }, load);
    await textsReady();
    expect(load).not.toHaveBeenCalled();
    setLanguage('en');
    expect(t('hello')).toBe('Bonjour');
    await textsReady();
    expect(t('hello')).toBe('Hello');
  });

  it('is asked for again after a lost network', async () => {
    const load = vi.fn(async () => ({ default: { hello: 'Hello' } })).mockRejectedValueOnce(new Error('network'));
    const t = texts({ hello: 'Bonjour' }, load);
    setLanguage('en');
    await textsReady();
    expect(t('hello')).toBe('Bonjour');
    await textsReady();
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
