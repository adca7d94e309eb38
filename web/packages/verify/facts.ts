/** What a certificate says about itself inside its signature: a CWT claim set (RFC 8392) with one private claim. */

import { type CborMap, type CborValue, decodeCbor } from './cbor.ts';
import { isBytes, toHex } from './cose.ts';
import { demand } from './refusal.ts';

const CLAIM_ISSUER = 1;
const CLAIM_EXPIRES = 4;
const CLAIM_ISSUED = 6;
const CLAIM_CERTIFICATE = -70001;

/** The longest names the QR code carries, in characters; the full ones are in the hashed record. */
const EXPORTER_CHARACTERS = 32;
const CONSIGNEE_CHARACTERS = 24;
/** No text in a certificate's code is longer than a QR code could carry. */
const MAX_CHARACTERS = 300;

/** Facts under the signature. They are what the paper must say too. */
export interface SignedFacts {
  issuer: string;
  number: string;
  scheme: string;
  /** Its first characters, at most 32; fewer when the symbol was short of room, even none. */
  exporter: string;
  /** Its first characters, at most 24, cut like the exporter's. */
  consignee: string;
  /** ISO 3166-1 alpha-2. */
  destination: string;
  /** The first line of goods; the others are covered by `recordSha256`. */
  goods: { hs6: string; description: string; grossWeightG: number };
  lineCount: number;
  totalGrossWeightG: number;
  invoiceNumber: string;
  /** SHA-256 of the full record in RFC 8785 canonical form, hexadecimal. */
  recordSha256: string;
  /** Seconds since 1970, UTC. */
  issuedAt: number;
  /** Seconds since 1970, UTC; absent when the scheme sets no limit. */
  expiresAt?: number;
}

/** Reads the signed payload; throws when it does not have exactly the shape of this version. */
export function readFacts(payload: Uint8Array): SignedFacts {
  const claims = decodeCbor(payload);
  demand(claims instanceof Map);
  const expires = claims.has(CLAIM_EXPIRES);
  const certificate = claims.get(CLAIM_CERTIFICATE);
  demand(claims.size === (expires ? 4 : 3) && certificate instanceof Map);
  return {
    issuer: text(claims.get(CLAIM_ISSUER)),
    issuedAt: count(claims.get(CLAIM_ISSUED)),
    expiresAt: expires ? count(claims.get(CLAIM_EXPIRES)) : undefined,
    ...readCertificate(certificate),
  };
}

type CertificateFacts = Omit<SignedFacts, 'issuer' | 'issuedAt' | 'expiresAt'>;

function readCertificate(certificate: CborMap): CertificateFacts {
  const hash = certificate.get(11);
  const destination = text(certificate.get(5));
  const lineCount = count(certificate.get(7));
  demand(certificate.size === 10 && isBytes(hash, 32) && /^[A-Z]{2}$/.test(destination) && lineCount > 0);
  return {
    scheme: text(certificate.get(1)),
    number: text(certificate.get(2)),
    exporter: text(certificate.get(3), EXPORTER_CHARACTERS),
    consignee: text(certificate.get(4), CONSIGNEE_CHARACTERS),
    destination,
    goods: readGoods(certificate.get(6)),
    lineCount,
    totalGrossWeightG: count(certificate.get(8)),
    invoiceNumber: text(certificate.get(9)),
    recordSha256: toHex(hash),
  };
}

function readGoods(value: CborValue | undefined): SignedFacts['goods'] {
  demand(Array.isArray(value) && value.length === 1);
  const line = value[0];
  demand(Array.isArray(line) && line.length === 3);
  const hs6 = text(line[0]);
  demand(/^[0-9]{6}$/.test(hs6));
  return { hs6, description: text(line[1]), grossWeightG: count(line[2]) };
}

/** A text of at most `limit` characters (Unicode code points, as the sealing side counts them). */
function text(value: CborValue | undefined, limit = MAX_CHARACTERS): string {
  demand(typeof value === 'string' && [...value].length <= limit);
  return value;
}

function count(value: CborValue | undefined): number {
  demand(typeof value === 'number' && value >= 0);
  return value;
}
