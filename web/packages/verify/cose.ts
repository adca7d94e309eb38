/**
 * The one envelope a certificate may come in: COSE_Sign1 (RFC 9052 §4.2), tagged 18, signed with ESP256
 * (ECDSA on P-256 with SHA-256, RFC 9864), key named by four bytes, nothing in the unprotected header.
 */

import { type CborValue, decodeCbor } from './cbor.ts';
import { demand } from './refusal.ts';

/** Tag 18, COSE_Sign1, in its only spelling. */
const SIGN1_TAG = 0xd2;
const HEADER_ALGORITHM = 1;
const HEADER_KEY_ID = 4;
const ESP256 = -9;
const KEY_ID_BYTES = 4;
const SIGNATURE_BYTES = 64;

/** Half of the order of P-256, rounded down: the largest `s` a signature may have. */
const HALF_ORDER = '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8';

export interface Envelope {
  /** First four bytes of the key's RFC 9679 thumbprint, in lower-case hexadecimal, as in the published key set. */
  keyId: string;
  payload: Uint8Array;
  /** r ‖ s, 32 bytes each. */
  signature: Uint8Array;
  /** The bytes that were signed: the Sig_structure of RFC 9052 §4.4. */
  signed: Uint8Array;
}

/**
 * Opens a COSE_Sign1 without judging its signature. `null` when it is signed with an algorithm that this version does not know;
 * throws when it is not our envelope at all.
 */
export function openEnvelope(bytes: Uint8Array): Envelope | null {
  demand(bytes[0] === SIGN1_TAG);
  const parts = decodeCbor(bytes.subarray(1));
  demand(Array.isArray(parts) && parts.length === 4);
  const [protectedBytes, unprotected, payload, signature] = parts;
  demand(isBytes(protectedBytes) && isBytes(payload) && isBytes(signature, SIGNATURE_BYTES));
  demand(unprotected instanceof Map && unprotected.size === 0);
  const header = decodeCbor(protectedBytes);
  demand(header instanceof Map);
  const algorithm = header.get(HEADER_ALGORITHM);
  demand(typeof algorithm === 'number');
  if (algorithm !== ESP256) return null;
  const keyId = header.get(HEADER_KEY_ID);
  demand(header.size === 2 && isBytes(keyId, KEY_ID_BYTES));
  return { keyId: toHex(keyId), payload, signature, signed: signedBytes(protectedBytes, payload) };
}

/** Whether the value is a byte string, of the given length if one is given. */
export function isBytes(value: CborValue | undefined, length?: number): value is Uint8Array {
  return value instanceof Uint8Array && (length === undefined || value.length === length);
}

/**
 * Whether `s` lies in the lower half of the order. (r, s) and (r, n − s) verify equally, so that without this rule anyone could
 * make a second, different text for the same certificate.
 */
export function hasLowS(signature: Uint8Array): boolean {
  // Hexadecimal texts of equal length sort as the numbers they spell.
  return toHex(signature.subarray(SIGNATURE_BYTES / 2)) <= HALF_ORDER;
}

/** `["Signature1", protected, h'', payload]` in deterministic CBOR. */
function signedBytes(protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const context = new TextEncoder().encode('Signature1');
  const head = [0x84, 0x60 + context.length];
  return concatenate(head, context, byteString(protectedBytes), byteString(new Uint8Array()), byteString(payload));
}

function byteString(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const head = length < 24 ? [0x40 + length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
  return concatenate(head, bytes);
}

export function concatenate(...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
