import type { Fault } from '~/lib/forms/index.ts';
import { t } from './texts.ts';

export const PASSWORD_LENGTH = 8;

export interface Contact {
  fullName: string;
  email: string;
  phone: string;
  password: string;
}

/** A phone number as the service keeps it: `+` and digits; eight digits alone are Malian. `null` when it cannot be one. */
export function normalPhone(typed: string): string | null {
  const bare = typed.replace(/[\s.\-()]/g, '').replace(/^00/, '+');
  if (/^\d{8}$/.test(bare)) return `+223${bare}`;
  if (/^223\d{8}$/.test(bare)) return `+${bare}`;
  return /^\+\d{8,15}$/.test(bare) ? bare : null;
}

/** A login as typed: an e-mail address untouched, a phone number in the service's own form. */
export function normalLogin(typed: string): string {
  const login = typed.trim();
  return login.includes('@') ? login : (normalPhone(login) ?? login);
}

/** A secret in groups of four, to be typed from one screen into another. */
export function inFours(secret: string): string {
  return secret.replace(/.{4}(?=.)/g, '$& ');
}

/** Every fault of a new person's data, at the pointers of the request. */
export function contactFaults(contact: Contact): Fault[] {
  const faults: Fault[] = [];
  if (!contact.fullName.trim()) faults.push({ pointer: '/fullName', message: t('signup.name.missing') });
  if (!contact.email.trim() && !contact.phone.trim()) {
    faults.push({ pointer: '/email', message: t('signup.contact.missing') });
  }
  if (contact.email.trim() && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact.email.trim())) {
    faults.push({ pointer: '/email', message: t('signup.email.bad') });
  }
  if (contact.phone.trim() && normalPhone(contact.phone) === null) {
    faults.push({ pointer: '/phone', message: t('signup.phone.bad') });
  }
  if ([...contact.password].length < PASSWORD_LENGTH) {
    faults.push({ pointer: '/password', message: t('signup.password.short') });
  }
  return faults;
}

/** The request's members for a new person; what was left empty is left out. */
export function contactBody(contact: Contact): { fullName: string; email?: string; phone?: string; password: string } {
  const phone = normalPhone(contact.phone);
  return {
    fullName: contact.fullName.trim(),
    ...(contact.email.trim() ? { email: contact.email.trim() } : {}),
    ...(phone ? { phone } : {}),
    password: contact.password,
  };
}
