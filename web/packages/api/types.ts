/**
 * The wire types of the service's API: JSON in camelCase, instants RFC 3339 in UTC, dates `YYYY-MM-DD`,
 * money in whole francs (`…Xof`), weights in whole grams (`…G`).
 */

export interface Text {
  fr: string;
  en: string;
}
export type Language = 'fr' | 'en';

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface FieldFault {
  /** A JSON pointer into the request body, or into the application's content. */
  pointer: string;
  code: string;
  detail: string;
}

/** RFC 9457 problem details, with this service's stable `code`. */
export interface ProblemBody {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  code: string;
  errors?: FieldFault[];
  current?: unknown;
}

// ── People ──────────────────────────────────────────────────────────────────────────────────────

export type Role =
  | 'exporter_administrator'
  | 'exporter_clerk'
  | 'examiner'
  | 'signatory'
  | 'treasurer'
  | 'director'
  | 'customs'
  | 'auditor'
  | 'administrator';

export interface Account {
  id: string;
  fullName: string;
  email?: string | null;
  phone?: string | null;
  role: Role;
  language: Language;
  exporterId?: string | null;
  exporterName?: string | null;
  exporterStatus?: ExporterStatus | null;
  secondFactor: boolean;
}

export interface ManagedAccount extends Account {
  status: 'active' | 'suspended';
  createdAt: string;
}

export interface Session {
  accessToken: string;
  expiresAt: string;
  account: Account;
  secondFactorDemanded: boolean;
}

/** A secret for an authenticator app, and its QR code as an SVG path. */
export interface Enrolment {
  secret: string;
  otpauthUri: string;
  symbol: { size: number; path: string };
}

export interface RegistrationInput {
  fullName: string;
  email?: string;
  phone?: string;
  password: string;
  language: Language;
}

export interface AccountInput extends RegistrationInput {
  role: Role;
}

export interface MemberInput extends RegistrationInput {}

// ── Exporters ───────────────────────────────────────────────────────────────────────────────────

export type ApplicantProfile = 'company' | 'producer' | 'artisan' | 'convention_firm';
export type ExporterStatus = 'pending' | 'verified' | 'suspended' | 'rejected';

export interface Address {
  street: string;
  city: string;
  region?: string | null;
  country: string;
}

export interface ExporterInput {
  profile: ApplicantProfile;
  name: string;
  tradeName?: string | null;
  identifiers: Record<string, string>;
  address: Address;
  phone: string;
  email?: string | null;
}

export interface Exporter extends ExporterInput {
  id: string;
  status: ExporterStatus;
  statusReason?: string | null;
  version: number;
  documents: StoredDocument[];
  createdAt: string;
  verifiedAt?: string | null;
  allowedActions: string[];
}

// ── Documents ───────────────────────────────────────────────────────────────────────────────────

export interface StoredDocument {
  id: string;
  kind: string;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  uploadedAt: string;
}

// ── Reference data ──────────────────────────────────────────────────────────────────────────────

export interface Coded {
  code: string;
  name: Text;
}

export interface Country extends Coded {
  zones: string[];
}

export interface NamedKind {
  kind: string;
  name: Text;
  required: boolean;
}

export interface ProfileReference {
  code: ApplicantProfile;
  name: Text;
  hint: Text;
  identifiers: NamedKind[];
  papers: NamedKind[];
}

export interface Reference {
  countries: Country[];
  transportModes: Coded[];
  packageKinds: Coded[];
  incoterms: string[];
  currencies: string[];
  documentKinds: (Coded & { required?: boolean })[];
  applicantProfiles: ProfileReference[];
  returnReasons: Coded[];
  refusalReasons: Coded[];
  revocationReasons: Coded[];
}

export interface SchemeCriterion {
  code: string;
  label: Text;
  detail?: 'heading' | 'percent' | 'countries' | null;
  /** What the criterion rests on, the same word in every scheme; `code` is what the form prints. */
  basis?: string | null;
}

export interface ChecklistItem {
  code: string;
  label: Text;
}

export interface Scheme {
  code: string;
  name: Text;
  documentTitle: Text;
  status: 'active' | 'suspended' | 'disabled';
  statusNote?: Text | null;
  kind: 'certificate' | 'statement';
  validityMonths?: number | null;
  singleProduct: boolean;
  criteria: SchemeCriterion[];
  checklist: ChecklistItem[];
  feeXof: number | null;
  destinations: string[] | null;
  confirmed: boolean;
  source: string;
}

export interface ProductMeasure {
  code: string;
  effect: 'block' | 'warn';
  label: Text;
  source: string;
  from: string;
  to?: string | null;
}

export interface Product {
  hsCode: string;
  tecCode?: string | null;
  label: Text;
  chapter: string;
  unit?: string | null;
  usualCriterion?: string | null;
  measures: ProductMeasure[];
}

export interface Fee {
  scheme: string;
  amountXof: number;
  validFrom: string;
  source: string;
  confirmed: boolean;
}

export interface Measure {
  id: string;
  hsPrefix: string;
  effect: 'block' | 'warn';
  label: Text;
  from: string;
  to?: string | null;
  source: string;
  confirmed: boolean;
}

export type OperatorCode =
  | 'orange_money'
  | 'wave'
  | 'pay_dunya'
  | 'mtn_momo'
  | 'gsma'
  | 'cinet_pay'
  | 'cash_desk'
  | 'merchant_code';

/** A wallet that an operator of many wallets can send its request to. */
export type WalletCode = 'orange_money' | 'moov_money';

export interface Operator {
  code: OperatorCode;
  name: string;
  word: Text;
  available: boolean;
  sessionMinutes: number;
  phone: 'none' | 'optional' | 'required';
  wallets: WalletCode[];
}

/** A way to pay as an administrator sees it, offered or not. */
export interface OperatorProfile {
  code: OperatorCode;
  name: string;
  setUp: boolean;
  offered: boolean;
  feeBearer: 'agency' | 'payer';
  source: string;
  confirmed: boolean;
}

// ── Applications ────────────────────────────────────────────────────────────────────────────────

export type ApplicationStatus =
  | 'draft'
  | 'submitted'
  | 'awaiting_payment'
  | 'queued'
  | 'in_review'
  | 'awaiting_opinion'
  | 'returned'
  | 'proposed'
  | 'approved'
  | 'refused'
  | 'withdrawn'
  | 'lapsed';

export type Queue = 'to_examine' | 'mine' | 'waiting_exporter' | 'awaiting_opinion' | 'to_sign' | 'late' | 'decided';

export interface QueueCounts {
  toExamine: number;
  mine: number;
  waitingExporter: number;
  awaitingOpinion: number;
  toSign: number;
  late: number;
}

export interface Consignee {
  name?: string | null;
  address?: string | null;
  city?: string | null;
  country?: string | null;
  registration?: string | null;
}

export interface Transport {
  mode?: string | null;
  from?: string | null;
  to?: string | null;
  means?: string | null;
  documentNumber?: string | null;
  departureDate?: string | null;
  container?: string | null;
  seals?: string | null;
}

export interface Invoice {
  number?: string | null;
  date?: string | null;
  currency?: string | null;
  /** A decimal string in the invoice's own currency, with a point: `1250000.50`. */
  amount?: string | null;
  incoterm?: string | null;
}

export interface GoodsItem {
  hsCode?: string | null;
  description?: string | null;
  packageCount?: number | null;
  packageKind?: string | null;
  marks?: string | null;
  grossWeightG?: number | null;
  netWeightG?: number | null;
  supplementaryQuantity?: string | null;
  fobValueXof?: number | null;
  criterion?: string | null;
  criterionDetail?: string | null;
  producer?: string | null;
}

export interface Content {
  scheme?: string | null;
  destination?: string | null;
  consignee?: Consignee | null;
  transport?: Transport | null;
  invoice?: Invoice | null;
  goods?: GoodsItem[] | null;
  remarks?: string | null;
}

export interface ApplicationSummary {
  id: string;
  reference: string;
  status: ApplicationStatus;
  scheme?: string | null;
  destination?: string | null;
  exporterId: string;
  exporterName: string;
  goodsSummary?: string | null;
  fobValueXof?: number | null;
  updatedAt: string;
  submittedAt?: string | null;
  dueAt?: string | null;
  late: boolean;
  assignee?: { id: string; name: string } | null;
  certificateNumber?: string | null;
}

export interface Reason {
  code: string;
  message: string;
}

export interface PointedReason extends Reason {
  pointer: string;
}

export interface LastReturn {
  at: string;
  by: string;
  reasons: PointedReason[];
  comment?: string | null;
}

export interface Proposal {
  by: string;
  at: string;
  opinion: string;
  checklist: { code: string; ok: boolean; note?: string | null }[];
  favourable?: boolean;
}

/** What another body was asked, and what it answered. */
export interface AskedOpinion {
  body: string;
  question: string;
  text?: string | null;
  favourable?: boolean | null;
  at?: string | null;
}

export interface Decision {
  kind: 'approved' | 'refused' | 'withdrawn' | 'lapsed';
  at: string;
  reasons?: Reason[] | null;
}

export interface ProcessingClock {
  startedAt?: string | null;
  runningSince?: string | null;
  workedSeconds: number;
  dueAt?: string | null;
  paused: boolean;
  late: boolean;
}

export type ApplicationAction =
  | 'edit'
  | 'submit'
  | 'pay'
  | 'withdraw'
  | 'claim'
  | 'release'
  | 'return'
  | 'request_opinion'
  | 'give_opinion'
  | 'propose'
  | 'reconsider'
  | 'approve'
  | 'refuse'
  | 'copy';

export interface RequiredDocument {
  kind: string;
  name: Text;
  present: boolean;
}

/** The firm as an application shows it; what it registered may come apart from its name. */
export interface ApplicationExporter extends Pick<ExporterInput, 'name' | 'profile'> {
  id: string;
  status: ExporterStatus;
  address?: Address;
  particulars?: Partial<ExporterInput> | null;
}

export interface Application extends ApplicationSummary {
  version: number;
  content: Content;
  exporter: ApplicationExporter;
  documents: StoredDocument[];
  requiredDocuments: RequiredDocument[];
  feeOrder?: FeeOrder | null;
  feeXof?: number | null;
  lastReturn?: LastReturn | null;
  proposal?: Proposal | null;
  opinion?: AskedOpinion | null;
  decision?: Decision | null;
  clock: ProcessingClock;
  copyOf?: string | null;
  replaces?: string | null;
  allowedActions: ApplicationAction[];
}

export interface ContentChange {
  pointer: string;
  before: unknown;
  after: unknown;
}

export interface HistoryEvent {
  id: string;
  at: string;
  /** The name is told to the agency only, and to a firm of its own people. */
  actor: { name?: string; role: Role } | null;
  action: string;
  from?: string | null;
  to?: string | null;
  reason?: string | null;
  record: { kind: string; id: string; label: string };
  number?: number | null;
}

// ── Payment ─────────────────────────────────────────────────────────────────────────────────────

export type AttemptStatus =
  | 'created'
  | 'awaiting_payer'
  | 'processing'
  | 'succeeded'
  | 'unknown'
  | 'failed'
  | 'expired'
  | 'not_created'
  | 'integrity_failure';

export interface Attempt {
  id: string;
  operator: OperatorCode;
  status: AttemptStatus;
  amountXof: number;
  reasonCode?: string | null;
  reason?: string | null;
  paymentUrl?: string | null;
  createdAt: string;
  expiresAt?: string | null;
  settledAt?: string | null;
  transactionId?: string | null;
  /** When the operator was found to have taken the payment back. */
  reversedAt?: string | null;
  payerPhoneEnd?: string | null;
  orderId: string;
}

export type FeeOrderStatus = 'unpaid' | 'paid' | 'exempted' | 'cancelled' | 'refund_due' | 'refunded';

export interface FeeOrder {
  id: string;
  reference: string;
  amountXof: number;
  status: FeeOrderStatus;
  createdAt: string;
  attempts: Attempt[];
}

export interface ListedAttempt extends Attempt {
  orderReference: string;
  applicationReference: string;
  exporterName: string;
}

// ── Certificates and verification ───────────────────────────────────────────────────────────────

export type CertificateStatus =
  | 'issued'
  | 'endorsed'
  | 'used'
  | 'suspended'
  | 'under_verification'
  | 'replaced'
  | 'cancelled'
  | 'revoked'
  | 'expired';

export interface CertificateSummary {
  number: string;
  status: CertificateStatus;
  scheme: string;
  destination: string;
  exporterName: string;
  issuedAt: string;
  validUntil?: string | null;
  fobValueXof: number;
  grossWeightG: number;
  applicationId: string;
}

export type CertificateAction = 'revoke' | 'suspend' | 'reinstate' | 'cancel' | 'endorse' | 'replace';

export interface Certificate extends CertificateSummary {
  record: unknown;
  recordSha256: string;
  qrText: string;
  statusReason?: string | null;
  statusAt?: string | null;
  replaces?: string | null;
  replacedBy?: string | null;
  allowedActions: CertificateAction[];
}

export type Verdict =
  | 'authentic'
  | 'revoked'
  | 'suspended'
  | 'replaced'
  | 'cancelled'
  | 'expired'
  | 'tampered'
  | 'unknown_key'
  | 'unknown_number'
  | 'unreadable'
  | 'unsupported_version';

export interface Verification {
  verdict: Verdict;
  number?: string | null;
  statusAsOf: string;
  message: Text;
  nextStep: Text;
  facts?: VerifiedFacts | null;
  signature: 'valid' | 'invalid' | 'unknown_key' | 'not_presented';
}

export interface VerifiedFacts {
  number: string;
  scheme: string;
  schemeName: Text;
  exporter: string;
  consignee?: string | null;
  destination: string;
  issuedOn: string;
  validUntil?: string | null;
  goods: { hsCode: string; description: string; packages: string; grossWeightG: number }[];
  totalGrossWeightG: number;
  replacedBy?: string | null;
  revokedOn?: string | null;
  reason?: Text | null;
}

// ── Statistics ──────────────────────────────────────────────────────────────────────────────────

export interface StatisticsRow {
  key: string;
  label?: Text | null;
  certificates: number;
  fobValueXof: number;
  grossWeightG: number;
}

export interface Statistics {
  from: string;
  to: string;
  asOf: string;
  totals: { certificates: number; fobValueXof: number; grossWeightG: number };
  months: StatisticsRow[];
  schemes: StatisticsRow[];
  destinations: StatisticsRow[];
  chapters: StatisticsRow[];
  decisions: { approved: number; refused: number; returned: number; withdrawn: number; lapsed: number };
  processing: {
    medianHours: number | null;
    p90Hours: number | null;
    count: number;
    months: { month: string; medianHours: number | null; p90Hours: number | null; count: number }[];
  };
}

export interface SteeringStatistics extends Statistics {
  today: { issued: number; submitted: number; revenueXof: number };
  revenue: { operator: OperatorCode; count: number; amountXof: number }[];
  revenueMonths: { month: string; amountXof: number; count: number }[];
  queues: QueueCounts;
}

export interface EventCheck {
  ok: boolean;
  events: number;
  records: number;
  firstFault?: unknown;
}
