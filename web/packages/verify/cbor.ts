/**
 * A decoder for the part of deterministic CBOR (RFC 8949 §4.2.1) that certificates use: integers, byte strings, text,
 * arrays, maps with integer keys.
 *
 * It accepts one spelling of each value and nothing else, so that equal bytes and equal meaning are the same thing.
 * Tags, floats, simple values, indefinite lengths, integers beyond 53 bits, text that is not UTF-8, long spellings of short
 * numbers, unordered or repeated keys, deep nesting and trailing bytes are all refused.
 */

import { demand } from './refusal.ts';

export type CborValue = number | string | Uint8Array | CborValue[] | CborMap;
export type CborMap = Map<number, CborValue>;

/** Deepest nesting that is read; a certificate needs four levels. */
const MAX_DEPTH = 6;
/** Keys of this format stay far under 32 bits; the bound lets their order be computed without loss. */
const LARGEST_KEY = 2 ** 32;

interface Cursor {
  bytes: Uint8Array;
  at: number;
}

/** Decodes exactly one value that fills `bytes`. Throws when the bytes are anything else. */
export function decodeCbor(bytes: Uint8Array): CborValue {
  const cursor = { bytes, at: 0 };
  const value = readValue(cursor, 0);
  demand(cursor.at === bytes.length);
  return value;
}

function readValue(cursor: Cursor, depth: number): CborValue {
  demand(depth <= MAX_DEPTH);
  const head = readByte(cursor);
  const major = head >> 5;
  const argument = readArgument(cursor, head & 31);
  if (major === 0) return argument;
  if (major === 1) return -1 - argument;
  if (major === 2) return readBytes(cursor, argument);
  if (major === 3) return readText(readBytes(cursor, argument));
  if (major === 4) return Array.from({ length: argument }, () => readValue(cursor, depth + 1));
  demand(major === 5);
  return readMap(cursor, argument, depth);
}

function readByte(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.at++];
  demand(byte !== undefined);
  return byte;
}

/** The head's number: in the head itself below 24, else in the 1, 2, 4 or 8 bytes that follow, never in more than needed. */
function readArgument(cursor: Cursor, info: number): number {
  if (info < 24) return info;
  demand(info < 28);
  const size = 1 << (info - 24);
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + readByte(cursor);
  demand(value >= (size === 1 ? 24 : 256 ** (size / 2)) && Number.isSafeInteger(value));
  return value;
}

function readBytes(cursor: Cursor, length: number): Uint8Array {
  const start = cursor.at;
  cursor.at += length;
  demand(cursor.at <= cursor.bytes.length);
  return cursor.bytes.slice(start, cursor.at);
}

function readText(bytes: Uint8Array): string {
  // `ignoreBOM` keeps a leading U+FEFF in the text: dropping it would give two spellings to one value.
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function readMap(cursor: Cursor, length: number, depth: number): CborMap {
  const map: CborMap = new Map();
  let previous = -1;
  for (let i = 0; i < length; i++) {
    const key = readValue(cursor, depth + 1);
    demand(typeof key === 'number' && Math.abs(key) < LARGEST_KEY);
    // The bytewise order of integers' encodings is 0, 1, 2 … then −1, −2 …; strictly rising also means no duplicate.
    const rank = key < 0 ? LARGEST_KEY - key : key;
    demand(rank > previous);
    previous = rank;
    map.set(key, readValue(cursor, depth + 1));
  }
  return map;
}
