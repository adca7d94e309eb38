import type { Application } from '@api/types';
import { useLocation } from 'preact-iso';
import { getApplication, withdrawApplication } from '~/lib/api/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import type { RouteParams } from '~/routes.ts';
import { Button, ErrorSummary, Loaded, Page, TextArea } from '~/ui/index.ts';
import { editorOf } from './drafts.ts';
import { t } from './texts.ts';

function WithdrawForm({ application }: { application: Application }) {
  const { route } = useLocation();
  const draft = application.status === 'draft';
  const back = `/app/demandes/${application.id}`;
  const form = useForm({
    initial: { '/reason': '' },
    validate: () => [],
    submit: async (values) => {
      editorOf(await withdrawApplication(application.id, values['/reason'].trim()));
      route(draft ? '/app' : back, true);
    },
  });
  return (
    <Page title={t(draft ? 'discard.title' : 'withdraw.title')} caption={application.reference} back={{ href: back }}>
      <p>{t(draft ? 'discard.detail' : 'withdraw.detail')}</p>
      {application.feeOrder?.status === 'paid' && <p>{t('withdraw.paid')}</p>}
      <form onSubmit={form.submit} noValidate>
        <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
        {!draft && (
          <TextArea {...form.field('/reason')} label={t('withdraw.reason')} optional rows={3} maxLength={500} />
        )}
        <div class="row">
          <Button type="submit" kind="danger" pending={form.pending} pendingText={t('withdraw.pending')}>
            {t(draft ? 'discard.confirm' : 'withdraw.confirm')}
          </Button>
          <a href={back}>{t('withdraw.keep')}</a>
        </div>
      </form>
    </Page>
  );
}

/** Asks once more before an application is given up, on a page of its own because it cannot be undone. */
export default function WithdrawPage({ id = '' }: RouteParams) {
  const loaded = useLoad(() => getApplication(id), [id]);
  return (
    <Loaded from={loaded} title={t('withdraw.title')}>
      {(application) => <WithdrawForm application={application} />}
    </Loaded>
  );
}
