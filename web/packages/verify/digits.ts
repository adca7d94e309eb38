/**
 * Base-10 wrapping of bytes for the numeric mode of a QR code.
 *
 * Seven bytes become 17 digits; a tail of 1 to 6 bytes becomes 3, 5, 8, 10, 13 or 15 digits. Each group is a big-endian
 * number padded with zeros. Every byte string has exactly one spelling: a group worth 256^n or more is refused, because
 * accepting it would let two different texts mean the same certificate.
 */

const GROUP_BYTES = 7;
const GROUP_DIGITS = 17;

/** Digits that carry n bytes, at index n. */
const DIGITS_FOR_BYTES = [0, 3, 5, 8, 10, 13, 15, GROUP_DIGITS];

/** A code: no longer than 512 bytes make, far above what a QR code of version 13 holds, far below what would slow a phone. */
const CODE = /^[0-9]{1,1244}$/;

/** Writes bytes as digits. */
export function encodeDigits(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += GROUP_BYTES) {
    text += encodeGroup(bytes.subarray(start, start + GROUP_BYTES));
  }
  return text;
}

function encodeGroup(group: Uint8Array): string {
  // Little-endian decimal digits, grown by one byte at a time: no 56-bit number is ever needed.
  const digits = new Array<number>(DIGITS_FOR_BYTES[group.length] ?? 0).fill(0);
  for (const byte of group) {
    let carry = byte;
    for (let i = 0; i < digits.length; i++) {
      const sum = (digits[i] ?? 0) * 256 + carry;
      digits[i] = sum % 10;
      carry = Math.floor(sum / 10);
    }
  }
  return digits.reverse().join('');
}

/** Reads digits back into bytes; `null` when the text is not the one spelling of some byte string. */
export function decodeDigits(text: string): Uint8Array | null {
  if (!CODE.test(text)) return null;
  const tail = DIGITS_FOR_BYTES.indexOf(text.length % GROUP_DIGITS);
  if (tail < 0) return null;
  const bytes = new Uint8Array(Math.floor(text.length / GROUP_DIGITS) * GROUP_BYTES + tail);
  for (let from = 0, to = 0; from < text.length; from += GROUP_DIGITS, to += GROUP_BYTES) {
    if (!decodeGroup(text.slice(from, from + GROUP_DIGITS), bytes.subarray(to, to + GROUP_BYTES))) return null;
  }
  return bytes;
}

/** Fills `group` with the value of `digits`; false when the value does not fit. */
function decodeGroup(digits: string, group: Uint8Array): boolean {
  for (const digit of digits) {
    let carry = Number(digit);
    for (let i = group.length - 1; i >= 0; i--) {
      const sum = (group[i] ?? 0) * 10 + carry;
      group[i] = sum & 255;
      carry = sum >> 8;
    }
    if (carry > 0) return false;
  }
  return true;
}
