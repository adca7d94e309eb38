import type { OperatorProfile } from '@api/types';
import { useState } from 'preact/hooks';
import { changeOperator, listOperatorProfiles } from '~/lib/api/staff.ts';
import { today } from '~/lib/dates/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import { operatorName } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { Badge, Button, Dialog, ErrorSummary, Field, Loaded, Table, TextArea } from '~/ui/index.ts';
import { t } from './texts.ts';

function Switch({ profile, onDone }: { profile: OperatorProfile; onDone: () => void }) {
  const enabled = !profile.offered;
  const form = useForm({
    initial: { '/validFrom': today(), '/source': '' },
    validate: (values) =>
      values['/source'].trim() ? [] : [{ pointer: '/source', message: t('required', { field: t('source') }) }],
    submit: async (values) => {
      const source = values['/source'].trim();
      await changeOperator(profile.code, { enabled, validFrom: values['/validFrom'], source });
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <p>{t(enabled ? 'operator.on.detail' : 'operator.off.detail', { operator: operatorName(profile.code) })}</p>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Field {...form.field('/validFrom')} label={t('validFrom')} type="date" width="m" />
      <TextArea {...form.field('/source')} label={t('source')} hint={t('operator.source')} rows={2} maxLength={500} />
      <Button type="submit" kind={enabled ? 'primary' : 'danger'} pending={form.pending} pendingText={t('saving')}>
        {t(enabled ? 'operator.on' : 'operator.off')}
      </Button>
    </form>
  );
}

const stateOf = (profile: OperatorProfile) => {
  if (profile.offered) return <Badge tone="success">{t('operator.offered')}</Badge>;
  return <Badge tone="neutral">{t(profile.setUp ? 'operator.notOffered' : 'operator.notSetUp')}</Badge>;
};

/** The ways to pay, and the switch of each. An account must be set up on the server before it can be offered. */
export function OperatorRules() {
  const [changed, setChanged] = useState<OperatorProfile | null>(null);
  const loaded = useLoad(listOperatorProfiles, []);
  const done = () => {
    setChanged(null);
    loaded.reload();
  };
  return (
    <section aria-labelledby="operators">
      <h2 id="operators">{t('operators')}</h2>
      <Loaded from={loaded}>
        {(profiles) => (
          <>
            {changed && (
              <Dialog title={operatorName(changed.code)} onClose={() => setChanged(null)}>
                <Switch profile={changed} onDone={done} />
              </Dialog>
            )}
            <Table
              caption={t('operators')}
              columns={[
                { title: t('operator'), head: true, cell: (profile) => operatorName(profile.code) },
                { title: t('status'), cell: stateOf },
                { title: t('operator.fee'), cell: (profile) => t(`operator.fee.${profile.feeBearer}`) },
                { title: t('source'), cell: (profile) => profile.source },
                {
                  title: t('actions'),
                  cell: (profile) =>
                    profile.setUp ? (
                      <Button kind="quiet" small onClick={() => setChanged(profile)}>
                        {t(profile.offered ? 'operator.off' : 'operator.on')}
                        <span class="visually-hidden"> : {operatorName(profile.code)}</span>
                      </Button>
                    ) : (
                      '—'
                    ),
                },
              ]}
              rows={profiles}
              keyOf={(profile) => profile.code}
            />
          </>
        )}
      </Loaded>
    </section>
  );
}
