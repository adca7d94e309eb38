import { beforeAll, describe, expect, it } from 'vitest';
import vectors from '../../../tests/vectors/seal.json';
import { concatenate } from './cose.ts';
import { decodeDigits, encodeDigits } from './digits.ts';
import { readKeySet } from './keys.ts';
import {
  body,
  bytesOf,
  claims,
  encodeCbor,
  flippedS,
  MapOf,
  makeSigner,
  NUMBER,
  type Parts,
  type Signer,
  seal,
  sealDigits,
  type Writable,
} from './testing.ts';
import { checkDigits, readQrText } from './verdict.ts';

const NOW = 1_800_000_000_000;
let signer: Signer;
let stranger: Signer;
let good: string;

beforeAll(async () => {
  signer = await makeSigner();
  stranger = await makeSigner();
  good = await sealDigits(signer);
});

const check = async (digits: string, number?: string) =>
  checkDigits(number === undefined ? { digits } : { digits, number }, [stranger.key, signer.key], NOW);
const verdictOf = async (digits: string, number?: string) => (await check(digits, number)).verdict;

describe('an untouched certificate', () => {
  it('is authentic and hands out its facts', async () => {
    const outcome = await check(good, NUMBER);
    expect(outcome.verdict).toBe('authentic');
    expect(outcome.facts).toEqual({
      issuer: 'APEX-Mali',
      issuedAt: 1_795_000_000,
      expiresAt: 1_830_000_000,
      scheme: 'ZLE',
      number: NUMBER,
      exporter: 'Coopérative Yiriwaton de Bougoun',
      consignee: 'Dakar Agro Négoce SARL',
      destination: 'SN',
      goods: { hs6: '080450', description: 'Mangues fraîches Kent', grossWeightG: 18_400_000 },
      lineCount: 2,
      totalGrossWeightG: 21_000_000,
      invoiceNumber: 'FA-2026-0417',
      recordSha256: '07'.repeat(32),
    });
  });

  it('needs no number when only digits are presented', async () => {
    expect(await verdictOf(good)).toBe('authentic');
  });

  it('expires at its date', async () => {
    const keys = [signer.key];
    expect((await checkDigits({ digits: good }, keys, 1_830_000_000_000 - 1)).verdict).toBe('authentic');
    expect((await checkDigits({ digits: good }, keys, 1_830_000_000_000)).verdict).toBe('expired');
  });

  it('may have no date of expiry', async () => {
    const payload = encodeCbor(new MapOf(claims().filter(([key]) => key !== 4)));
    expect(await verdictOf(await sealDigits(signer, payload))).toBe('authentic');
  });
});

describe('mutants', () => {
  it('never come out authentic, whichever bit of the envelope is flipped', async () => {
    const bytes = await seal(signer);
    const seen = new Set<string>();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const mutant = bytes.slice();
      mutant[bit >> 3] = (mutant[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const outcome = await check(encodeDigits(mutant), NUMBER);
      expect(outcome.facts, `bit ${bit}`).toBeUndefined();
      seen.add(outcome.verdict);
    }
    expect([...seen].sort()).toEqual(['tampered', 'unknown_key', 'unreadable', 'unsupported_version']);
  });

  it('never come out authentic, whichever digit is changed', async () => {
    for (let at = 0; at < good.length; at++) {
      const digit = (Number(good[at]) + 1 + (at % 9)) % 10;
      const mutant = good.slice(0, at) + digit + good.slice(at + 1);
      if (mutant === good) continue;
      expect((await check(mutant)).facts, `digit ${at}`).toBeUndefined();
    }
  });

  it('are tampered when the number of the address is another', async () => {
    expect(await verdictOf(good, 'ML-ZLE-2026-000124-5')).toBe('tampered');
  });

  it('are tampered when s is high, though mathematics would accept it', async () => {
    const high = await sealDigits(signer, undefined, (parts) => ({ ...parts, signature: flippedS(parts.signature) }));
    expect(await verdictOf(high)).toBe('tampered');
  });

  it('are tampered when the signature is zero or of another payload', async () => {
    const zero = await sealDigits(signer, undefined, (parts) => ({ ...parts, signature: new Uint8Array(64) }));
    const other = await sealDigits(signer, undefined, (parts) => ({
      ...parts,
      payload: encodeCbor(new MapOf([[1, 'APEX']])),
    }));
    expect(await verdictOf(zero)).toBe('tampered');
    expect(await verdictOf(other)).toBe('tampered');
  });

  it('are by an unknown key when a stranger signed', async () => {
    const digits = await sealDigits(stranger);
    expect((await checkDigits({ digits }, [signer.key], NOW)).verdict).toBe('unknown_key');
  });

  it('do not disturb a right certificate whose key shares its name with another', async () => {
    const namesake = { ...stranger.key, kid: signer.key.kid };
    expect((await checkDigits({ digits: good }, [namesake], NOW)).verdict).toBe('tampered');
    expect((await checkDigits({ digits: good }, [namesake, signer.key], NOW)).verdict).toBe('authentic');
  });

  it('are tampered when a stranger signed under the name of our key', async () => {
    const forged = await sealDigits({ ...stranger, key: { ...stranger.key, kid: signer.key.kid } });
    expect(await verdictOf(forged)).toBe('tampered');
  });
});

describe('envelopes that are not ours', () => {
  const spoil = (change: (parts: Parts) => Parts) => sealDigits(signer, undefined, change);
  const header = (pairs: [Writable, Writable][]) => spoil((parts) => ({ ...parts, header: new MapOf(pairs) }));
  const kid = Uint8Array.of(1, 2, 3, 4);

  it('are refused as unreadable', async () => {
    const bytes = await seal(signer);
    const untagged = encodeDigits(bytes.slice(1));
    const trailing = encodeDigits(concatenate(bytes, Uint8Array.of(0)));
    const unprotected = await spoil((parts) => ({ ...parts, unprotected: new MapOf([[1, -9]]) }));
    const short = await spoil((parts) => ({ ...parts, signature: parts.signature.slice(1) }));
    const longKid = await header([
      [1, -9],
      [4, new Uint8Array(5)],
    ]);
    const noKid = await header([[1, -9]]);
    const extra = await header([
      [1, -9],
      [4, kid],
      [16, 'x'],
    ]);
    for (const digits of ['123', good.slice(0, -17), untagged, trailing, unprotected, short, longKid, noKid, extra]) {
      expect(await verdictOf(digits)).toBe('unreadable');
    }
  });

  it('are of another version when the algorithm is another', async () => {
    expect(
      await verdictOf(
        await header([
          [1, -7],
          [4, kid],
        ]),
      ),
    ).toBe('unsupported_version');
    expect(
      await verdictOf(
        await header([
          [1, -19],
          [4, kid],
        ]),
      ),
    ).toBe('unsupported_version');
  });
});

describe('rightly signed payloads of another shape', () => {
  const replaced = (key: number, value: Writable) =>
    body().map(([k, v]): [Writable, Writable] => [k, k === key ? value : v]);
  it.each<[string, [Writable, Writable][]]>([
    ['an exporter of 33 characters', claims(replaced(3, 'é'.repeat(33)))],
    ['a consignee of 25 characters', claims(replaced(4, 'x'.repeat(25)))],
    ['a destination that is no country', claims(replaced(5, 'SEN'))],
    [
      'two lines of goods',
      claims(
        replaced(6, [
          ['080450', 'a', 1],
          ['080450', 'b', 2],
        ]),
      ),
    ],
    ['a short code of goods', claims(replaced(6, [['0804', 'a', 1]]))],
    ['no line', claims(replaced(7, 0))],
    ['a negative weight', claims(replaced(8, -1))],
    ['a short hash', claims(replaced(11, new Uint8Array(31)))],
    ['a fact too many', claims([...body(), [12, 1]])],
    ['a fact missing', claims(body().filter(([key]) => key !== 9))],
    [
      'a claim too many',
      [
        [1, 'A'],
        [4, 2],
        [5, 1],
        [6, 1],
        [-70001, new MapOf(body())],
      ],
    ],
    ['no issuer', claims().slice(1)],
  ])('say unsupported version: %s', async (_, pairs) => {
    expect(await verdictOf(await sealDigits(signer, encodeCbor(new MapOf(pairs))))).toBe('unsupported_version');
  });

  it('accepts names of exactly the longest length, counted in characters', async () => {
    const longest = claims(replaced(3, '𞤀'.repeat(32)));
    expect(await verdictOf(await sealDigits(signer, encodeCbor(new MapOf(longest))))).toBe('authentic');
  });
});

describe('the text of a QR code', () => {
  it('is an address of any host, in any case, or bare digits', () => {
    expect(readQrText(`HTTPS://CO.EXAMPLE/V/${NUMBER}#123`)).toEqual({ digits: '123', number: NUMBER });
    expect(readQrText(`https://co.example/v/${NUMBER.toLowerCase()}#123 `)).toEqual({ digits: '123', number: NUMBER });
    expect(readQrText('00123')).toEqual({ digits: '00123' });
  });

  it.each([
    '',
    'bonjour',
    NUMBER,
    `https://co.example/v/${NUMBER}`,
    `https://co.example/v/${NUMBER}#12a`,
    'https://co.example/w/A#1',
    'javascript://x/v/A#1',
  ])('is not %j', (text) => {
    expect(readQrText(text)).toBeNull();
  });
});

describe('a key set', () => {
  it('keeps P-256 keys and ignores the rest', () => {
    const usable = { kty: 'EC', crv: 'P-256', kid: '01020304', x: 'x', y: 'y', use: 'sig' };
    const document = { keys: [usable, { ...usable, crv: 'P-384' }, { ...usable, kid: 5 }, null, 'key'] };
    expect(readKeySet(document)).toEqual([usable]);
    expect(readKeySet(null)).toEqual([]);
    expect(readKeySet({ keys: 'none' })).toEqual([]);
  });

  it('whose key is no point of the curve proves nothing', async () => {
    const bent = { ...signer.key, y: signer.key.x };
    expect((await checkDigits({ digits: good }, [bent], NOW)).verdict).toBe('tampered');
    expect(decodeDigits(good)).not.toBeNull();
  });
});

describe("the service's own vectors", () => {
  const keys = readKeySet(vectors.jwks);
  const verdictAt = async (input: string, now: string) => {
    const presented = readQrText(input);
    return presented ? (await checkDigits(presented, keys, Date.parse(now))).verdict : 'unreadable';
  };

  it('are there', () => {
    expect(keys).toHaveLength(1);
    expect(vectors.cases.length).toBeGreaterThan(10);
  });

  it('hold the facts of their record', async () => {
    const presented = readQrText(vectors.qrText);
    if (!presented) throw new Error('the text is that of a QR code');
    const { verdict, facts } = await checkDigits(presented, keys, Date.parse(vectors.now));
    expect(verdict).toBe('authentic');
    expect(facts?.recordSha256).toBe(vectors.recordSha256);
    expect(facts?.number).toBe(vectors.record.number);
    expect(vectors.record.exporter.name.startsWith(facts?.exporter ?? '?')).toBe(true);
    expect(facts?.lineCount).toBe(vectors.record.goods.length);
    expect(encodeDigits(bytesOf(vectors.coseHex))).toBe(presented.digits);
  });

  it.each<{ name: string; input: string; expected: string; now?: string }>(vectors.cases)(
    '$name: $expected',
    async (one) => {
      expect(await verdictAt(one.input, one.now ?? vectors.now)).toBe(one.expected);
    },
  );
});
