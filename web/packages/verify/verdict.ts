/** The one question of this package: what do these digits prove? */

import { type Envelope, hasLowS, openEnvelope } from './cose.ts';
import { decodeDigits } from './digits.ts';
import { readFacts, type SignedFacts } from './facts.ts';
import { isSignedBy, type PublicKey } from './keys.ts';

/** Every answer the service can give about a certificate; the same words in the API, on the page and here. */
export const VERDICTS = [
  'authentic',
  'revoked',
  'suspended',
  'replaced',
  'cancelled',
  'expired',
  'tampered',
  'unknown_key',
  'unknown_number',
  'unreadable',
  'unsupported_version',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * What can be said from the digits alone, with no network. `authentic` and `expired` speak of the seal and its dates:
 * whether the certificate was revoked since can only be learnt from the agency.
 */
export type OfflineVerdict = Extract<
  Verdict,
  'authentic' | 'expired' | 'tampered' | 'unknown_key' | 'unreadable' | 'unsupported_version'
>;

export interface Outcome {
  verdict: OfflineVerdict;
  /** Present only when the signature is right: unsigned facts are never handed out. */
  facts?: SignedFacts;
}

/** A presented code: its digits, and the number of the address that carried them if there was one. */
export interface Presented {
  digits: string;
  number?: string;
}

/** Splits what a scanner gives: `HTTPS://<host>/V/<number>#<digits>` in any case, or the digits alone. `null` for anything else. */
export function readQrText(scanned: string): Presented | null {
  const trimmed = scanned.trim();
  if (/^[0-9]+$/.test(trimmed)) return { digits: trimmed };
  const match = /^https?:\/\/[^/?#]+\/v\/([A-Z0-9-]+)#([0-9]+)$/i.exec(trimmed);
  const [, number, digits] = match ?? [];
  return number && digits ? { digits, number: number.toUpperCase() } : null;
}

/**
 * Checks presented digits against the agency's keys at the instant `now` (milliseconds since 1970).
 *
 * The signature is judged before the payload is read, so that altered content is called tampered and not unreadable.
 */
export async function checkDigits(presented: Presented, keys: readonly PublicKey[], now: number): Promise<Outcome> {
  const bytes = decodeDigits(presented.digits);
  const envelope = bytes ? attempt(() => openEnvelope(bytes)) : undefined;
  if (envelope === undefined) return { verdict: 'unreadable' };
  if (envelope === null) return { verdict: 'unsupported_version' };
  // A key id is only four bytes, so every key of that name is tried.
  const named = keys.filter(({ kid }) => kid === envelope.keyId);
  if (named.length === 0) return { verdict: 'unknown_key' };
  if (!(await isSealedByOne(named, envelope))) return { verdict: 'tampered' };
  const facts = attempt(() => readFacts(envelope.payload));
  if (!facts) return { verdict: 'unsupported_version' };
  if (presented.number && presented.number !== facts.number) return { verdict: 'tampered' };
  const expired = facts.expiresAt !== undefined && facts.expiresAt * 1000 <= now;
  return { verdict: expired ? 'expired' : 'authentic', facts };
}

async function isSealedByOne(keys: PublicKey[], { signature, signed }: Envelope): Promise<boolean> {
  if (!hasLowS(signature)) return false;
  const answers = await Promise.all(keys.map((key) => isSignedBy(key, signature, signed)));
  return answers.includes(true);
}

/** The reader's result, or nothing when it refused its input. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
