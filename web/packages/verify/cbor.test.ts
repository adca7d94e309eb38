import { describe, expect, it } from 'vitest';
import { decodeCbor } from './cbor.ts';
import { bytesOf, encodeCbor, MapOf } from './testing.ts';

const decode = (hex: string) => decodeCbor(bytesOf(hex));

describe('deterministic CBOR', () => {
  it.each<[string, unknown]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['190100', 256],
    ['1a00010000', 65536],
    ['1b0000000100000000', 2 ** 32],
    ['20', -1],
    ['3a00011170', -70001],
    ['43010203', Uint8Array.of(1, 2, 3)],
    ['62c3a9', 'é'],
    ['63efbbbf', '\uFEFF'],
    ['80', []],
    ['820102', [1, 2]],
    ['a0', new Map()],
    [
      'a2010a200b',
      new Map([
        [1, 10],
        [-1, 11],
      ]),
    ],
  ])('reads %s', (hex, value) => {
    expect(decode(hex)).toEqual(value);
  });

  it.each([
    ['nothing', ''],
    ['a cut value', '1901'],
    ['a cut string', '4301'],
    ['trailing bytes', '0000'],
    ['a long spelling of 23', '1817'],
    ['a long spelling of 255', '1900ff'],
    ['a long spelling of 65535', '1a0000ffff'],
    ['a long spelling of 2^32 − 1', '1b00000000ffffffff'],
    ['an integer beyond 2^53', '1b0020000000000000'],
    ['a negative beyond 2^53', '3b0020000000000000'],
    ['a long length', '580101'],
    ['a reserved length', '1c'],
    ['an indefinite byte string', '5f4101ff'],
    ['an indefinite array', '9f01ff'],
    ['an indefinite map', 'bf0101ff'],
    ['a repeated key', 'a201010102'],
    ['keys out of order', 'a202010102'],
    ['a negative key before a positive one', 'a220010102'],
    ['a text key', 'a1616101'],
    ['a key beyond 32 bits', 'a11b000000010000000000'],
    ['text that is not UTF-8', '61ff'],
    ['an overlong UTF-8 letter', '62c0af'],
    ['a surrogate in UTF-8', '63eda080'],
    ['a tag', 'd201'],
    ['false', 'f4'],
    ['null', 'f6'],
    ['a float', 'f93c00'],
    ['a promise of a huge array', '9a7fffffff'],
    ['a nest too deep', '81818181818181818100'],
  ])('refuses %s', (_, hex) => {
    expect(() => decode(hex)).toThrow();
  });

  it('reads what the test encoder writes', () => {
    const bytes = encodeCbor(
      new MapOf([
        [1, 'a'.repeat(300)],
        [11, new Uint8Array(32)],
        [-70001, [1, [2, 3]]],
      ]),
    );
    expect(decodeCbor(bytes)).toEqual(
      new Map<number, unknown>([
        [1, 'a'.repeat(300)],
        [11, new Uint8Array(32)],
        [-70001, [1, [2, 3]]],
      ]),
    );
  });
});
