import type { Role } from '@api/types';
import type { ComponentType } from 'preact';

export const EXPORTERS: Role[] = ['exporter_administrator', 'exporter_clerk'];
export const STAFF: Role[] = ['examiner', 'signatory', 'treasurer', 'director', 'customs', 'auditor', 'administrator'];

/** Who works with the files of every firm. */
export const DESK: Role[] = ['examiner', 'signatory', 'director', 'auditor', 'treasurer'];

/** Who reads the register of firms. */
export const REGISTRY: Role[] = ['examiner', 'signatory', 'director', 'auditor', 'administrator', 'treasurer'];
/** Who reads the certificates of every firm. */
export const CERTIFICATES: Role[] = ['examiner', 'signatory', 'treasurer', 'director', 'customs', 'auditor'];
export const TREASURY: Role[] = ['treasurer', 'director', 'auditor', 'administrator'];
/** Who reads the ledger, the quittances and the refunds. */
export const BOOKS: Role[] = ['treasurer', 'director', 'auditor'];
/** Who takes the steps of the reconciliation; the others of the treasury only read it. */
export const RECONCILERS: Role[] = ['treasurer', 'director'];
export const STEERING: Role[] = ['director', 'administrator', 'auditor', 'treasurer', 'signatory'];
export const AUDIT: Role[] = ['auditor', 'administrator', 'director'];

export interface AppRoute {
  /** A path of the router, with `:name` for what varies. */
  path: string;
  /** Who may open it: `anyone`, signed in or not; `everyone` signed in; or these roles. */
  who: 'anyone' | 'everyone' | Role[];
  load: () => Promise<{ default: ComponentType<RouteParams> }>;
}

/** What the router hands to a page: the parts of its path. */
export interface RouteParams {
  id?: string;
  section?: string;
  line?: string;
  number?: string;
}

/** Every page of the signed-in application. The shell, the tests and the budgets read this table. */
export const ROUTES: AppRoute[] = [
  { path: '/app/connexion', who: 'anyone', load: () => import('./features/account/LoginPage.tsx') },
  { path: '/app/inscription', who: 'anyone', load: () => import('./features/account/SignUpPage.tsx') },
  { path: '/app/compte', who: 'everyone', load: () => import('./features/account/AccountPage.tsx') },
  { path: '/app/demandes', who: EXPORTERS, load: () => import('./features/application/ApplicationsPage.tsx') },
  {
    path: '/app/demandes/nouvelle',
    who: EXPORTERS,
    load: () => import('./features/application/NewApplicationPage.tsx'),
  },
  { path: '/app/demandes/:id', who: EXPORTERS, load: () => import('./features/application/ApplicationPage.tsx') },
  {
    path: '/app/demandes/:id/destination',
    who: EXPORTERS,
    load: () => import('./features/application/DestinationPage.tsx'),
  },
  {
    path: '/app/demandes/:id/destinataire',
    who: EXPORTERS,
    load: () => import('./features/application/ConsigneePage.tsx'),
  },
  {
    path: '/app/demandes/:id/transport',
    who: EXPORTERS,
    load: () => import('./features/application/TransportPage.tsx'),
  },
  { path: '/app/demandes/:id/facture', who: EXPORTERS, load: () => import('./features/application/InvoicePage.tsx') },
  {
    path: '/app/demandes/:id/marchandises',
    who: EXPORTERS,
    load: () => import('./features/application/GoodsPage.tsx'),
  },
  {
    path: '/app/demandes/:id/marchandises/:line',
    who: EXPORTERS,
    load: () => import('./features/application/GoodsLinePage.tsx'),
  },
  {
    path: '/app/demandes/:id/documents',
    who: EXPORTERS,
    load: () => import('./features/application/DocumentsPage.tsx'),
  },
  { path: '/app/demandes/:id/verifier', who: EXPORTERS, load: () => import('./features/application/CheckPage.tsx') },
  {
    path: '/app/demandes/:id/confirmation',
    who: EXPORTERS,
    load: () => import('./features/application/ConfirmationPage.tsx'),
  },
  { path: '/app/demandes/:id/retrait', who: EXPORTERS, load: () => import('./features/application/WithdrawPage.tsx') },
  { path: '/app/demandes/:id/paiement', who: EXPORTERS, load: () => import('./features/payment/PaymentPage.tsx') },
  { path: '/app/demandes/:id/code-marchand', who: EXPORTERS, load: () => import('./features/payment/ClaimPage.tsx') },
  { path: '/app/paiement/:id', who: EXPORTERS, load: () => import('./features/payment/AttemptPage.tsx') },
  { path: '/app/certificats', who: EXPORTERS, load: () => import('./features/certificates/CertificatesPage.tsx') },
  {
    path: '/app/certificats/:number',
    who: EXPORTERS,
    load: () => import('./features/certificates/CertificatePage.tsx'),
  },
  { path: '/app/entreprise', who: EXPORTERS, load: () => import('./features/firm/FirmPage.tsx') },
  {
    path: '/app/entreprise/inscription',
    who: ['exporter_administrator'],
    load: () => import('./features/firm/FirmFormPage.tsx'),
  },
  {
    path: '/app/entreprise/modifier',
    who: ['exporter_administrator'],
    load: () => import('./features/firm/FirmFormPage.tsx'),
  },
  {
    path: '/app/entreprise/equipe',
    who: ['exporter_administrator'],
    load: () => import('./features/firm/MembersPage.tsx'),
  },
  { path: '/app', who: EXPORTERS, load: () => import('./features/home/HomePage.tsx') },
  { path: '/agent', who: DESK, load: () => import('./features/examination/QueuesPage.tsx') },
  { path: '/agent/exportateurs', who: REGISTRY, load: () => import('./features/registry/ExportersPage.tsx') },
  { path: '/agent/exportateurs/:id', who: REGISTRY, load: () => import('./features/registry/ExporterPage.tsx') },
  { path: '/agent/certificats', who: CERTIFICATES, load: () => import('./features/certificates/CertificatesPage.tsx') },
  {
    path: '/agent/certificats/:number',
    who: CERTIFICATES,
    load: () => import('./features/certificates/CertificatePage.tsx'),
  },
  { path: '/agent/paiements', who: TREASURY, load: () => import('./features/treasury/PaymentsPage.tsx') },
  { path: '/agent/remboursements', who: BOOKS, load: () => import('./features/treasury/books/RefundsPage.tsx') },
  { path: '/agent/quittances', who: BOOKS, load: () => import('./features/treasury/books/QuittancesPage.tsx') },
  { path: '/agent/caisse', who: ['treasurer'], load: () => import('./features/treasury/books/CashDeskPage.tsx') },
  { path: '/agent/recettes', who: BOOKS, load: () => import('./features/treasury/books/DayPage.tsx') },
  { path: '/agent/livre', who: BOOKS, load: () => import('./features/treasury/books/LedgerPage.tsx') },
  { path: '/agent/regie', who: TREASURY, load: () => import('./features/treasury/reconciliation/TodayPage.tsx') },
  {
    path: '/agent/releves',
    who: TREASURY,
    load: () => import('./features/treasury/reconciliation/StatementsPage.tsx'),
  },
  {
    path: '/agent/releves/:id',
    who: TREASURY,
    load: () => import('./features/treasury/reconciliation/StatementPage.tsx'),
  },
  { path: '/agent/ecarts', who: TREASURY, load: () => import('./features/treasury/reconciliation/QueuePage.tsx') },
  { path: '/agent/journees/:id', who: TREASURY, load: () => import('./features/treasury/reconciliation/DayPage.tsx') },
  {
    path: '/agent/declarations',
    who: TREASURY,
    load: () => import('./features/treasury/reconciliation/ClaimsPage.tsx'),
  },
  {
    path: '/agent/notifications',
    who: TREASURY,
    load: () => import('./features/treasury/callbacks/CallbacksPage.tsx'),
  },
  {
    path: '/agent/versements',
    who: TREASURY,
    load: () => import('./features/treasury/reconciliation/DepositsPage.tsx'),
  },
  { path: '/pilotage', who: STEERING, load: () => import('./features/steering/SteeringPage.tsx') },
  { path: '/audit', who: AUDIT, load: () => import('./features/audit/AuditPage.tsx') },
  { path: '/admin', who: ['administrator'], load: () => import('./features/admin/AccountsPage.tsx') },
  { path: '/admin/regles', who: ['administrator'], load: () => import('./features/admin/RulesPage.tsx') },
  { path: '/agent/demandes/:id', who: DESK, load: () => import('./features/examination/ReviewPage.tsx') },
];

/** Whether somebody in this office opens the page at this path. */
export function opens(path: string, role: Role | null): boolean {
  const who = ROUTES.find((route) => route.path === path)?.who;
  return Array.isArray(who) && role !== null && who.includes(role);
}

type StaffKey =
  | 'nav.files'
  | 'nav.registry'
  | 'nav.allCertificates'
  | 'nav.accounting'
  | 'nav.treasury'
  | 'nav.steering'
  | 'nav.audit'
  | 'nav.accounts'
  | 'nav.rules';

export interface NavItem {
  href: string;
  key: 'nav.home' | 'nav.applications' | 'nav.certificates' | 'nav.firm' | StaffKey;
  who: Role[];
  /** Paths that also belong to this entry. */
  match: RegExp;
}

/** The header's entries, by role, in the order they are read. */
export const NAVIGATION: NavItem[] = [
  { href: '/agent', key: 'nav.files', who: DESK, match: /^\/agent(\/demandes|\/?$)/ },
  { href: '/pilotage', key: 'nav.steering', who: STEERING, match: /^\/pilotage/ },
  { href: '/agent/certificats', key: 'nav.allCertificates', who: CERTIFICATES, match: /^\/agent\/certificats/ },
  { href: '/agent/exportateurs', key: 'nav.registry', who: REGISTRY, match: /^\/agent\/exportateurs/ },
  {
    href: '/agent/paiements',
    key: 'nav.accounting',
    who: TREASURY,
    match: /^\/agent\/(paiements|remboursements|quittances|caisse|recettes|livre)/,
  },
  {
    href: '/agent/regie',
    key: 'nav.treasury',
    who: TREASURY,
    match: /^\/agent\/(regie|releves|ecarts|journees|declarations|notifications|versements)/,
  },
  { href: '/audit', key: 'nav.audit', who: AUDIT, match: /^\/audit/ },
  { href: '/admin', key: 'nav.accounts', who: ['administrator'], match: /^\/admin\/?$/ },
  { href: '/admin/regles', key: 'nav.rules', who: ['administrator'], match: /^\/admin\/regles/ },
  { href: '/app', key: 'nav.home', who: EXPORTERS, match: /^\/app\/?$/ },
  { href: '/app/demandes', key: 'nav.applications', who: EXPORTERS, match: /^\/app\/(demandes|paiement)(\/|$)/ },
  { href: '/app/certificats', key: 'nav.certificates', who: EXPORTERS, match: /^\/app\/certificats/ },
  { href: '/app/entreprise', key: 'nav.firm', who: EXPORTERS, match: /^\/app\/entreprise/ },
];
