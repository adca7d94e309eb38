// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeSigner, NUMBER, type Signer, sealDigits } from '../../../packages/verify/testing.ts';
import { ageInWords } from './key-store.ts';
import { checkSignature } from './signature-check.ts';

let signer: Signer;
let digits: string;

beforeAll(async () => {
  signer = await makeSigner();
  digits = await sealDigits(signer);
});

const published = () => ({ keys: [{ kty: 'EC', crv: 'P-256', ...signer.key }] });
const answering = (body: unknown) => vi.fn(async () => new Response(JSON.stringify(body)));
const offline = () => vi.fn(() => Promise.reject(new TypeError('no network')));

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
  vi.stubGlobal('fetch', answering(published()));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const FACTS = {
  number: NUMBER,
  exporter: 'Coopérative Yiriwaton de Bougouni et de ses environs',
  destination: 'SN',
  hsCode: '0804502000',
  totalGrossWeightG: '21000000',
};

async function check(hash: string, facts: Partial<typeof FACTS> = FACTS, language = 'fr') {
  const list = Object.entries(facts).map(
    ([name, value]) => `<dd data-fact="${name}" data-value="${value}">${value}</dd>`,
  );
  document.body.innerHTML = `<main data-verify data-number="${NUMBER}" data-lang="${language}">
    <section id="signature-check" role="status" hidden></section><dl>${list.join('')}</dl></main>`;
  location.hash = hash;
  const main = document.querySelector('main');
  const section = document.querySelector<HTMLElement>('#signature-check');
  if (!main || !section) throw new Error('the page has its section');
  await checkSignature(main, section);
  expect(section.hidden).toBe(false);
  return { finding: main.dataset.signature, said: section.textContent ?? '', page: main.textContent ?? '' };
}

describe('the signature section', () => {
  it('says that the signature is right and marks the facts that it covers', async () => {
    const { finding, said } = await check(`#${digits}`);
    expect(finding).toBe('authentic');
    expect(said).toContain('Signature authentique');
    expect(said).toContain('Facture signée : FA-2026-0417');
    expect(said).toContain('lues à l’instant');
    expect(document.querySelectorAll('.signed')).toHaveLength(5);
    expect(document.querySelectorAll('.signed.other')).toHaveLength(0);
  });

  it('takes the code along to the page in the other language', async () => {
    document.head.innerHTML = '<a href="?lang=en" hreflang="en">English</a>';
    await check(`#${digits}`);
    expect(document.querySelector('a')?.getAttribute('href')?.endsWith(`/?lang=en#${digits}`)).toBe(true);
    document.head.innerHTML = '';
  });

  it('speaks English on an English page', async () => {
    const { said } = await check(`#${digits}`, FACTS, 'en');
    expect(said).toContain('Signature authentic');
    expect(said).toContain('Agency keys read just now.');
  });

  it('raises the alarm when the page prints other facts than were signed', async () => {
    const { finding, said, page } = await check(`#${digits}`, { ...FACTS, destination: 'FR' });
    expect(finding).toBe('different');
    expect(said).toContain('Faits différents');
    expect(page).toContain('le code signé dit : SN');
  });

  it('does not take a name for a longer one that begins alike', async () => {
    expect((await check(`#${digits}`, { ...FACTS, exporter: 'Coopérative Yiriwaton' })).finding).toBe('different');
  });

  it('marks nothing on a forged code', async () => {
    const forged = digits.slice(0, -30) + (digits.at(-30) === '0' ? '1' : '0') + digits.slice(-29);
    const { finding, said } = await check(`#${forged}`);
    expect(finding).toBe('tampered');
    expect(said).toContain('Code falsifié');
    expect(document.querySelectorAll('.signed')).toHaveLength(0);
  });

  it('says so when no code, half a code or an unknown key is presented', async () => {
    expect((await check('')).finding).toBe('absent');
    expect(fetch).not.toHaveBeenCalled();
    expect((await check('#12')).finding).toBe('unreadable');
    vi.stubGlobal('fetch', answering({ keys: [{ kty: 'EC', crv: 'P-256', ...(await makeSigner()).key }] }));
    expect((await check(`#${digits}`)).finding).toBe('unknown_key');
  });
});

describe('without a network', () => {
  it('says that it cannot check when it never had the keys', async () => {
    vi.stubGlobal('fetch', offline());
    const { finding, said } = await check(`#${digits}`);
    expect(finding).toBe('impossible');
    expect(said).toContain('Contrôle impossible');
  });

  it('checks with the keys it kept and says how old they are', async () => {
    await check(`#${digits}`);
    vi.stubGlobal('fetch', offline());
    vi.setSystemTime(1_800_000_000_000 + 3 * 86_400_000);
    const { finding, said } = await check(`#${digits}`);
    expect(finding).toBe('authentic');
    expect(said).toContain('Hors connexion, clés de l’agence lues il y a 3 jours.');
  });

  it('is not led astray by rubbish in the store or from the server', async () => {
    localStorage.setItem('boyoro.keys', '5');
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response('<html>', { status: 503 })),
    );
    expect((await check(`#${digits}`)).finding).toBe('impossible');
  });
});

describe('an age', () => {
  it('is told in hours, then in days', () => {
    expect(ageInWords(10_000, 'fr')).toBe('il y a 1 heure');
    expect(ageInWords(47 * 3_600_000, 'en')).toBe('47 hours ago');
    expect(ageInWords(49 * 3_600_000, 'en')).toBe('2 days ago');
  });
});
