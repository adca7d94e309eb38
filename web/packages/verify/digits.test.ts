import { describe, expect, it } from 'vitest';
import { decodeDigits, encodeDigits } from './digits.ts';

const bytes = (length: number, fill: (i: number) => number) => Uint8Array.from({ length }, (_, i) => fill(i));

describe('digits', () => {
  it('spells each tail with its own number of digits', () => {
    const lengths = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => encodeDigits(bytes(n, () => 255)).length);
    expect(lengths).toEqual([3, 5, 8, 10, 13, 15, 17, 20]);
  });

  it('agrees with known values', () => {
    expect(encodeDigits(Uint8Array.of(255))).toBe('255');
    expect(encodeDigits(Uint8Array.of(1, 0))).toBe('00256');
    expect(encodeDigits(bytes(7, () => 255))).toBe('72057594037927935');
    expect(encodeDigits(bytes(7, (i) => i))).toBe('00001108152157446');
  });

  it('comes back for every length', () => {
    for (let length = 1; length < 60; length++) {
      const original = bytes(length, (i) => (i * 89 + length * 31) % 256);
      expect(decodeDigits(encodeDigits(original))).toEqual(original);
    }
  });

  it('refuses a group that is worth too much', () => {
    expect(decodeDigits('256')).toBeNull();
    expect(decodeDigits('65536')).toBeNull();
    expect(decodeDigits('72057594037927936')).toBeNull();
    expect(decodeDigits('72057594037927935256')).toBeNull();
    expect(decodeDigits('72057594037927935255')).toHaveLength(8);
  });

  it.each(['', '1', '12', '1234', '123456', '1234567', '123456789', ' 255', '25a', '２５５', '-12', '1e2'])(
    'refuses %j',
    (text) => {
      expect(decodeDigits(text)).toBeNull();
    },
  );

  it('refuses a text that no QR code could hold', () => {
    expect(decodeDigits(encodeDigits(new Uint8Array(512)))).toHaveLength(512);
    expect(decodeDigits(encodeDigits(new Uint8Array(513)))).toBeNull();
  });
});
