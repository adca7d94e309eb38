export { decodeDigits, encodeDigits } from './digits.ts';
export type { SignedFacts } from './facts.ts';
export { isNamedRight, type PublicKey, readKeySet, thumbprint } from './keys.ts';
export {
  checkDigits,
  type OfflineVerdict,
  type Outcome,
  type Presented,
  readQrText,
  VERDICTS,
  type Verdict,
} from './verdict.ts';
