import type { ManagedAccount, Role } from '@api/types';
import { useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import { addAccount, changeAccount, listAccounts, resetPassword } from '~/lib/api/staff.ts';
import { formatShortDate } from '~/lib/dates/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import { language } from '~/lib/i18n/index.ts';
import { roleName } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { useIntent } from '~/lib/net/intent.ts';
import { account } from '~/lib/session/index.ts';
import { STAFF } from '~/routes.ts';
import {
  Badge,
  Button,
  type Column,
  choices,
  Dialog,
  ErrorSummary,
  Field,
  Filters,
  ListTable,
  Page,
  Select,
  TextArea,
} from '~/ui/index.ts';
import { t } from './texts.ts';

/** What the fields that must be filled in are called. */
const LABELS = {
  '/fullName': 'name',
  '/role': 'role',
  '/password': 'password.first',
  '/newPassword': 'password.first',
  '/reason': 'reason',
} as const;

const required = (values: Record<string, string>, ...pointers: (keyof typeof LABELS)[]) =>
  pointers.flatMap((pointer) =>
    values[pointer]?.trim() ? [] : [{ pointer, message: t('required', { field: t(LABELS[pointer]) }) }],
  );

/** A person of the agency or of customs; they change the first password themselves. */
function NewAccount({ onDone }: { onDone: () => void }) {
  const underOneKey = useIntent();
  const form = useForm({
    initial: { '/fullName': '', '/email': '', '/phone': '', '/role': '', '/password': '' },
    validate: (values) => required(values, '/fullName', '/role', '/password'),
    submit: async (values) => {
      const body = {
        fullName: values['/fullName'].trim(),
        ...(values['/email'].trim() && { email: values['/email'].trim() }),
        ...(values['/phone'].trim() && { phone: values['/phone'].trim() }),
        role: values['/role'] as Role,
        password: values['/password'],
        language: language.value,
      };
      await underOneKey((key) => addAccount(body, key));
      announce(t('account.added', { name: values['/fullName'].trim() }));
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Field {...form.field('/fullName')} label={t('name')} maxLength={70} />
      <Field {...form.field('/email')} label={t('email')} type="email" optional />
      <Field {...form.field('/phone')} label={t('phone')} type="tel" optional />
      <Select {...form.field('/role')} label={t('role')} placeholder={t('choose')} choices={choices(STAFF, roleName)} />
      <Field
        {...form.field('/password')}
        label={t('password.first')}
        hint={t('password.hint')}
        type="password"
        autoComplete="new-password"
      />
      <Button type="submit" pending={form.pending} pendingText={t('saving')}>
        {t('account.add')}
      </Button>
    </form>
  );
}

function Standing({ person, onDone }: { person: ManagedAccount; onDone: () => void }) {
  const active = person.status === 'active';
  const form = useForm({
    initial: { '/reason': '' },
    validate: (values) => required(values, '/reason'),
    submit: async (values) => {
      await changeAccount(person.id, active ? 'suspension' : 'reinstatement', values['/reason'].trim());
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <p>{t(active ? 'suspend.detail' : 'reinstate.detail', { name: person.fullName })}</p>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <TextArea {...form.field('/reason')} label={t('reason')} rows={3} maxLength={500} />
      <Button type="submit" kind={active ? 'danger' : 'primary'} pending={form.pending} pendingText={t('saving')}>
        {t(active ? 'suspend' : 'reinstate')}
      </Button>
    </form>
  );
}

function Password({ person, onDone }: { person: ManagedAccount; onDone: () => void }) {
  const form = useForm({
    initial: { '/newPassword': '' },
    validate: (values) => required(values, '/newPassword'),
    submit: async (values) => {
      await resetPassword(person.id, values['/newPassword']);
      announce(t('password.done', { name: person.fullName }));
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <p>{t('password.detail', { name: person.fullName })}</p>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Field
        {...form.field('/newPassword')}
        label={t('password.first')}
        hint={t('password.hint')}
        type="password"
        autoComplete="new-password"
      />
      <Button type="submit" pending={form.pending} pendingText={t('saving')}>
        {t('password.set')}
      </Button>
    </form>
  );
}

type Open = { kind: 'new' } | { kind: 'standing' | 'password'; person: ManagedAccount };

function columns(open: (what: Open) => void): Column<ManagedAccount>[] {
  return [
    {
      title: t('name'),
      head: true,
      cell: (person) => (
        <>
          {person.fullName}
          <span class="task-hint">{person.email ?? person.phone}</span>
        </>
      ),
    },
    { title: t('role'), cell: (person) => roleName(person.role) },
    {
      title: t('status'),
      cell: (person) => (
        <Badge tone={person.status === 'active' ? 'success' : 'warning'}>{t(`status.${person.status}`)}</Badge>
      ),
    },
    { title: t('since'), cell: (person) => <span class="nowrap">{formatShortDate(person.createdAt)}</span> },
    {
      title: t('actions'),
      cell: (person) =>
        person.id === account.value?.id ? (
          '—'
        ) : (
          <div class="row">
            <Button kind="quiet" small onClick={() => open({ kind: 'standing', person })}>
              {t(person.status === 'active' ? 'suspend' : 'reinstate')}
            </Button>
            <Button kind="quiet" small onClick={() => open({ kind: 'password', person })}>
              {t('password')}
            </Button>
          </div>
        ),
    },
  ];
}

function Panel({ open, onDone }: { open: Open; onDone: () => void }) {
  if (open.kind === 'new') return <NewAccount onDone={onDone} />;
  if (open.kind === 'standing') return <Standing person={open.person} onDone={onDone} />;
  return <Password person={open.person} onDone={onDone} />;
}

/** Who works in the service, in which role, and who no longer does. */
export default function AccountsPage() {
  const list = useList('/admin', ['q', 'role'], ({ q, role }, cursor, signal) =>
    listAccounts({ q, role, cursor }, signal),
  );
  const [open, setOpen] = useState<Open | null>(null);
  const done = () => {
    setOpen(null);
    list.page.reload();
  };
  return (
    <Page
      wide
      title={t('accounts')}
      actions={<Button onClick={() => setOpen({ kind: 'new' })}>{t('account.new')}</Button>}
    >
      <Filters
        list={list}
        filters={[
          { name: 'q', label: t('search'), by: 'words' },
          { name: 'role', label: t('role'), by: choices(STAFF, roleName) },
        ]}
      />
      {open && (
        <Dialog
          title={t(open.kind === 'new' ? 'account.new' : open.kind === 'password' ? 'password' : 'standing')}
          onClose={() => setOpen(null)}
        >
          <Panel open={open} onDone={done} />
        </Dialog>
      )}
      <ListTable
        list={list}
        caption={t('accounts')}
        columns={columns(setOpen)}
        keyOf={(person) => person.id}
        noMatch={t('none')}
        clear={t('clear')}
      />
    </Page>
  );
}
