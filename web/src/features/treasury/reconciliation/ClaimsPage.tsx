import { useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import { approveClaim, listPendingClaims, type PaymentClaim, refuseClaim } from '~/lib/api/treasury.ts';
import { formatDate, formatShortDateTime } from '~/lib/dates/index.ts';
import type { StatusTone } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { Badge, EmptyState, Loaded, Page, type ReasonedStep, ReasonedSteps, SummaryList } from '~/ui/index.ts';
import { TreasuryTabs } from './TreasuryTabs.tsx';
import { t } from './texts.ts';

type Evidence = NonNullable<PaymentClaim['evidence']>;
const EVIDENCE_TONES: Record<Evidence, StatusTone> = {
  found: 'success',
  not_found: 'neutral',
  other_amount: 'warning',
  used: 'danger',
};

function Claim({ claim, onDone }: { claim: PaymentClaim; onDone: () => void }) {
  const evidence = claim.evidence ?? 'not_found';
  const finish = (done: PaymentClaim) => {
    announce(t(`claim.${done.status}`));
    onDone();
  };
  const steps: ReasonedStep<'approve' | 'refuse'>[] = [
    ...(evidence === 'found'
      ? [
          {
            action: 'approve' as const,
            title: t('claim.approve'),
            detail: t('claim.approve.detail'),
            bare: true,
            run: async () => finish(await approveClaim(claim.id)),
          },
        ]
      : []),
    {
      action: 'refuse',
      title: t('claim.refuse'),
      detail: t('claim.refuse.detail'),
      kind: 'danger',
      run: async ({ reason }) => finish(await refuseClaim(claim.id, reason)),
    },
  ];
  return (
    <>
      <SummaryList
        rows={[
          { key: t('ours.order'), value: <span class="mono">{claim.orderReference}</span> },
          { key: t('line.transaction'), value: <span class="mono">{claim.transactionId}</span> },
          { key: t('claim.amount'), value: formatXof(claim.amountXof) },
          { key: t('claim.due'), value: formatXof(claim.orderAmountXof) },
          { key: t('claim.paidOn'), value: formatDate(claim.paidOn) },
          {
            key: t('claim.evidence'),
            value: <Badge tone={EVIDENCE_TONES[evidence]}>{t(`evidence.${evidence}`)}</Badge>,
          },
          ...(claim.line
            ? [
                {
                  key: t('claim.line'),
                  value: `${formatXof(claim.line.amountXof)} · ${formatShortDateTime(claim.line.at)} · ${claim.line.place}`,
                },
              ]
            : []),
        ]}
      />
      <ReasonedSteps title={t('claim.decide')} steps={steps} />
    </>
  );
}

function Claims({ items, onDone }: { items: PaymentClaim[]; onDone: () => void }) {
  const [open, setOpen] = useState<string>();
  if (items.length === 0) return <EmptyState title={t('claims.none')} />;
  const current = items.find((one) => one.id === open) ?? items[0];
  return (
    <div class="queue">
      <ol class="queue-list" aria-label={t('claims.list')}>
        {items.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              class="queue-item"
              aria-current={one.id === current?.id ? 'true' : undefined}
              onClick={() => setOpen(one.id)}
            >
              <Badge tone={EVIDENCE_TONES[one.evidence ?? 'not_found']}>
                {t(`evidence.${one.evidence ?? 'not_found'}`)}
              </Badge>
              <span class="nowrap">{formatXof(one.amountXof)}</span>
              <span class="muted mono">{one.transactionId}</span>
            </button>
          </li>
        ))}
      </ol>
      <section aria-labelledby="claim" class="case">
        <h2 id="claim">{t('claim.title')}</h2>
        {current && <Claim key={current.id} claim={current} onDone={onDone} />}
      </section>
    </div>
  );
}

/** Payers who used the Treasury's merchant code, held against the statements. */
export default function ClaimsPage() {
  const loaded = useLoad(() => listPendingClaims(), []);
  useLive(['payments'], loaded.reload);
  return (
    <Page wide title={t('claims.title')}>
      <TreasuryTabs current="claims" />
      <Loaded from={loaded}>{(page) => <Claims items={page.items} onDone={loaded.reload} />}</Loaded>
    </Page>
  );
}
