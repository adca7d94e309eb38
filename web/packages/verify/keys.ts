/** The agency's public keys, as published at `/.well-known/jwks.json` (RFC 7517), and the check of one signature. */

import { concatenate, toHex } from './cose.ts';

/** A P-256 public key. `kid` is the first four bytes of the key's RFC 9679 thumbprint in hexadecimal. */
export interface PublicKey {
  kid: string;
  x: string;
  y: string;
}

/** One object serves both calls: importing reads the curve, verifying reads the hash. */
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const COORDINATE_BYTES = 32;

/** Keeps the usable keys of a published set; a set with none in it, or that is not a set, gives an empty list. */
export function readKeySet(document: unknown): PublicKey[] {
  const keys = (document as { keys?: unknown } | null)?.keys;
  return Array.isArray(keys) ? keys.filter(isPublicKey) : [];
}

function isPublicKey(value: Record<string, unknown> | null): value is PublicKey & Record<string, unknown> {
  return value?.crv === 'P-256' && ['kid', 'x', 'y'].every((member) => typeof value[member] === 'string');
}

/** RFC 9679: SHA-256 of the deterministic COSE_Key {1: 2, −1: 1, −2: x, −3: y}. `null` when the coordinates are not P-256's. */
export async function thumbprint(key: PublicKey): Promise<Uint8Array | null> {
  const x = fromBase64Url(key.x);
  const y = fromBase64Url(key.y);
  if (x?.length !== COORDINATE_BYTES || y?.length !== COORDINATE_BYTES) return null;
  const coseKey = concatenate(
    Uint8Array.of(0xa4, 0x01, 0x02, 0x20, 0x01, 0x21, 0x58, COORDINATE_BYTES),
    x,
    Uint8Array.of(0x22, 0x58, COORDINATE_BYTES),
    y,
  );
  return new Uint8Array(await crypto.subtle.digest('SHA-256', coseKey));
}

/** Whether the name that a key set gives to a key is really derived from the key: for those who publish or mirror key sets. */
export async function isNamedRight(key: PublicKey): Promise<boolean> {
  const digest = await thumbprint(key);
  return digest !== null && toHex(digest.subarray(0, 4)) === key.kid;
}

/** Whether `signature` (r ‖ s) over `signed` was made by this key. A point that is not on the curve verifies nothing. */
export async function isSignedBy(key: PublicKey, signature: Uint8Array, signed: Uint8Array): Promise<boolean> {
  const { x, y } = key;
  try {
    const imported = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, P256, false, ['verify']);
    return await crypto.subtle.verify(P256, imported, concatenate(signature), concatenate(signed));
  } catch {
    return false;
  }
}

function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
