/** Makes keys and certificates for the tests of this package. Not part of the package's surface. */

import { concatenate, toHex } from './cose.ts';
import { encodeDigits } from './digits.ts';
import { type PublicKey, thumbprint } from './keys.ts';

/** Values the small encoder below writes. A `Pair[]` is a map, written in the order given. */
export type Writable = number | string | Uint8Array | Writable[] | MapOf | TagOf;
export class MapOf {
  constructor(readonly pairs: [Writable, Writable][]) {}
}
export class TagOf {
  constructor(
    readonly tag: number,
    readonly value: Writable,
  ) {}
}

/** Encodes in the shortest form and in the order given: deterministic exactly when the caller's order is. */
export function encodeCbor(value: Writable): Uint8Array {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return sized(3, new TextEncoder().encode(value));
  if (value instanceof Uint8Array) return sized(2, value);
  if (value instanceof TagOf) return concatenate(head(6, value.tag), encodeCbor(value.value));
  if (value instanceof MapOf) {
    return concatenate(head(5, value.pairs.length), ...value.pairs.flat().map(encodeCbor));
  }
  return concatenate(head(4, value.length), ...value.map(encodeCbor));
}

function sized(major: number, bytes: Uint8Array): Uint8Array {
  return concatenate(head(major, bytes.length), bytes);
}

function head(major: number, argument: number): Uint8Array {
  const size = argument < 24 ? 0 : argument < 2 ** 8 ? 1 : argument < 2 ** 16 ? 2 : argument < 2 ** 32 ? 4 : 8;
  const bytes = new Uint8Array(1 + size);
  bytes[0] = (major << 5) + (size === 0 ? argument : 24 + Math.log2(size));
  for (let i = size, rest = argument; i > 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

export interface Signer {
  key: PublicKey;
  sign(signed: Uint8Array): Promise<Uint8Array>;
}

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

export async function makeSigner(): Promise<Signer> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const key = { kid: '', x: jwk.x ?? '', y: jwk.y ?? '' };
  const digest = await thumbprint(key);
  if (digest === null) throw new Error('a generated key has a thumbprint');
  key.kid = toHex(digest.subarray(0, 4));
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const sign = async (signed: Uint8Array) =>
    lowered(new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, concatenate(signed))));
  return { key, sign };
}

/** The same signature with `s` in the lower half of the order. */
export function lowered(signature: Uint8Array): Uint8Array {
  return valueOfS(signature) > ORDER / 2n ? flippedS(signature) : signature;
}

/** The other signature that mathematics accepts: (r, n − s). */
export function flippedS(signature: Uint8Array): Uint8Array {
  const hex = (ORDER - valueOfS(signature)).toString(16).padStart(64, '0');
  return concatenate(signature.subarray(0, 32), bytesOf(hex));
}

function valueOfS(signature: Uint8Array): bigint {
  return BigInt(`0x${toHex(signature.subarray(32))}`);
}

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export const NUMBER = 'ML-ZLE-2026-000123-7';

/** Claims of an ordinary certificate, as pairs in the deterministic order, ready to be spoilt by a test. */
export function claims(certificate = body()): [Writable, Writable][] {
  return [
    [1, 'APEX-Mali'],
    [4, 1_830_000_000],
    [6, 1_795_000_000],
    [-70001, new MapOf(certificate)],
  ];
}

export function body(): [Writable, Writable][] {
  return [
    [1, 'ZLE'],
    [2, NUMBER],
    [3, 'Coopérative Yiriwaton de Bougoun'],
    [4, 'Dakar Agro Négoce SARL'],
    [5, 'SN'],
    [6, [['080450', 'Mangues fraîches Kent', 18_400_000]]],
    [7, 2],
    [8, 21_000_000],
    [9, 'FA-2026-0417'],
    [11, new Uint8Array(32).fill(7)],
  ];
}

export interface Parts {
  header: Writable;
  unprotected: Writable;
  payload: Uint8Array;
  signature: Uint8Array;
}

/** Signs a payload and puts it in its envelope; `change` may spoil the parts before they are written. */
export async function seal(
  signer: Signer,
  payload: Uint8Array = encodeCbor(new MapOf(claims())),
  change: (parts: Parts) => Parts = (parts) => parts,
): Promise<Uint8Array> {
  const header = new MapOf([
    [1, -9],
    [4, bytesOf(signer.key.kid)],
  ]);
  const signed = encodeCbor(['Signature1', encodeCbor(header), new Uint8Array(), payload]);
  const parts = change({ header, unprotected: new MapOf([]), payload, signature: await signer.sign(signed) });
  return encodeCbor(new TagOf(18, [encodeCbor(parts.header), parts.unprotected, parts.payload, parts.signature]));
}

export async function sealDigits(...args: Parameters<typeof seal>): Promise<string> {
  return encodeDigits(await seal(...args));
}
