import type { Account } from '@api/types';
import { useState } from 'preact/hooks';
import { contactBody, contactFaults } from '~/features/account/account-model.ts';
import { addMember, getMembers } from '~/lib/api/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import { language } from '~/lib/i18n/index.ts';
import { roleName } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { account } from '~/lib/session/index.ts';
import { Banner, Button, type Column, ErrorSummary, Field, Loaded, Page, Table } from '~/ui/index.ts';
import { t } from './texts.ts';

type Pointer = '/fullName' | '/email' | '/phone' | '/password';

const EMPTY: Record<Pointer, string> = { '/fullName': '', '/email': '', '/phone': '', '/password': '' };
const contactOf = (values: Record<Pointer, string>) => ({
  fullName: values['/fullName'],
  email: values['/email'],
  phone: values['/phone'],
  password: values['/password'],
});

const COLUMNS = (): Column<Account>[] => [
  { title: t('member.name'), head: true, cell: (member) => member.fullName },
  { title: t('member.contact'), cell: (member) => member.email ?? member.phone ?? '' },
  { title: t('member.role'), cell: (member) => roleName(member.role) },
];

function AddMember({ firm, onAdded }: { firm: string; onAdded: (name: string) => void }) {
  const form = useForm<Pointer>({
    initial: EMPTY,
    validate: (values) => contactFaults(contactOf(values)),
    submit: async (values) => {
      const member = await addMember(firm, { ...contactBody(contactOf(values)), language: language.value });
      form.setAll(EMPTY);
      onAdded(member.fullName);
    },
  });
  return (
    <section aria-labelledby="add-member">
      <h2 id="add-member">{t('member.add')}</h2>
      <p>{t('member.add.detail')}</p>
      <form onSubmit={form.submit} noValidate>
        <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
        <Field {...form.field('/fullName')} label={t('member.name')} width="l" />
        <Field {...form.field('/email')} label={t('email')} type="email" inputMode="email" width="l" />
        <Field {...form.field('/phone')} label={t('phone')} type="tel" inputMode="tel" width="m" />
        <Field
          {...form.field('/password')}
          label={t('member.password')}
          hint={t('member.password.hint')}
          type="password"
          autoComplete="new-password"
          width="l"
        />
        <Button type="submit" pending={form.pending} pendingText={t('saving')}>
          {t('member.add')}
        </Button>
      </form>
    </section>
  );
}

export default function MembersPage() {
  const firm = account.value?.exporterId ?? '';
  const members = useLoad(() => getMembers(firm), [firm]);
  const [added, setAdded] = useState('');
  return (
    <Page title={t('members.title')} back={{ href: '/app/entreprise', label: t('title') }}>
      {added && (
        <Banner tone="success" live>
          <p>{t('member.added', { name: added })}</p>
        </Banner>
      )}
      <Loaded from={members}>
        {(page) => (
          <Table caption={t('members.title')} columns={COLUMNS()} rows={page.items} keyOf={(member) => member.id} />
        )}
      </Loaded>
      <AddMember
        firm={firm}
        onAdded={(name) => {
          setAdded(name);
          members.reload();
        }}
      />
    </Page>
  );
}
