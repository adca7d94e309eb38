export { decodeDigits, encodeDigits, MAX_DIGITS } from './digits'
export { CONSIGNEE_CHARACTERS, EXPORTER_CHARACTERS, type SignedFacts } from './facts'
export { isNamedRight, type PublicKey, readKeySet, thumbprint } from './keys'
export { checkDigits, type OfflineVerdict, type Outcome, type Presented, readQrText, VERDICTS, type Verdict } from './verdict'
