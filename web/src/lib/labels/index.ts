import type {
  ApplicationStatus,
  AttemptStatus,
  CertificateStatus,
  ExporterStatus,
  FeeOrderStatus,
  OperatorCode,
  Role,
} from '@api/types';
import type { RefundStatus } from '~/lib/api/books.ts';
import { texts } from '~/lib/i18n/index.ts';
import fr from './fr.json';

const t = texts(fr, () => import('./en.json'));

const STATE_FAMILIES: Record<string, string> = {
  application: 'application',
  certificate: 'certificate',
  exporter: 'exporter',
  fee_order: 'order',
  payment_attempt: 'attempt',
  refund: 'refund',
};

/** The name of the state of any kind of record, or nothing when it has none of its own. */
export function stateName(kind: string, state: string): string | undefined {
  const key = `${STATE_FAMILIES[kind]}.${state}`;
  return key in fr ? t(key as keyof typeof fr) : undefined;
}

/** The tone of a status, in the words of the `Badge` that shows it. */
export type StatusTone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

export const applicationStatus = (status: ApplicationStatus) => t(`application.${status}`);
export const certificateStatus = (status: CertificateStatus) => t(`certificate.${status}`);
export const exporterStatus = (status: ExporterStatus) => t(`exporter.${status}`);
export const feeOrderStatus = (status: FeeOrderStatus) => t(`order.${status}`);
export const attemptStatus = (status: AttemptStatus) => t(`attempt.${status}`);
export const refundStatus = (status: RefundStatus) => t(`refund.${status}`);
export const roleName = (role: Role) => t(`role.${role}`);

/** A person and the office held; the office alone where the name is not told. */
export function personName(person: { name?: string; role: Role }): string {
  return person.name ? `${person.name} (${roleName(person.role).toLowerCase()})` : roleName(person.role);
}
/** Every way to pay, in the order in which lists offer them. */
export const OPERATORS: readonly OperatorCode[] = [
  'orange_money',
  'wave',
  'pay_dunya',
  'mtn_momo',
  'gsma',
  'cinet_pay',
  'cash_desk',
  'merchant_code',
];
export const operatorName = (operator: OperatorCode) => t(`operator.${operator}`);

export const APPLICATION_TONES: Record<ApplicationStatus, StatusTone> = {
  draft: 'neutral',
  submitted: 'info',
  awaiting_payment: 'warning',
  queued: 'info',
  in_review: 'info',
  awaiting_opinion: 'info',
  returned: 'warning',
  proposed: 'info',
  approved: 'success',
  refused: 'danger',
  withdrawn: 'neutral',
  lapsed: 'neutral',
};

export const CERTIFICATE_TONES: Record<CertificateStatus, StatusTone> = {
  issued: 'success',
  endorsed: 'success',
  used: 'neutral',
  suspended: 'warning',
  under_verification: 'info',
  replaced: 'neutral',
  cancelled: 'danger',
  revoked: 'danger',
  expired: 'neutral',
};

export const EXPORTER_TONES: Record<ExporterStatus, StatusTone> = {
  pending: 'info',
  verified: 'success',
  suspended: 'warning',
  rejected: 'danger',
};

export const ATTEMPT_TONES: Record<AttemptStatus, StatusTone> = {
  created: 'info',
  awaiting_payer: 'info',
  processing: 'info',
  succeeded: 'success',
  unknown: 'info',
  failed: 'danger',
  expired: 'neutral',
  not_created: 'neutral',
  integrity_failure: 'warning',
};

export const REFUND_TONES: Record<RefundStatus, StatusTone> = {
  due: 'warning',
  asked: 'warning',
  approved: 'info',
  sent: 'info',
  done: 'success',
  refused: 'neutral',
};
