import { useRef, useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import { approveClaim, listPendingClaims, type PaymentClaim, refuseClaim } from '~/lib/api/treasury.ts';
import { formatDate, formatShortDateTime } from '~/lib/dates/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { Badge, Banner, EmptyState, Loaded, Page, type ReasonedStep, ReasonedSteps, SummaryList } from '~/ui/index.ts';
import { useNextInHand } from './next-in-hand.ts';
import { mayReconcile } from './rights.ts';
import { TreasuryTabs } from './TreasuryTabs.tsx';
import { t } from './texts.ts';
import { EVIDENCE_TONES, evidenceOf } from './treasury-model.ts';

function Claim({ claim, onDone }: { claim: PaymentClaim; onDone: () => void }) {
  const evidence = evidenceOf(claim);
  const finish = (done: PaymentClaim) => {
    announce(t(`claim.${done.status}`));
    onDone();
  };
  const steps: ReasonedStep<'approve' | 'refuse'>[] = [
    ...(evidence === 'found' && !claim.needsAnother
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
                  value: `${formatXof(claim.line.amountXof)} · ${formatShortDateTime(claim.line.at)} · ${t('place', { place: claim.line.place })}`,
                },
              ]
            : []),
        ]}
      />
      {mayReconcile() && (
        <>
          {evidence !== 'found' && <p class="muted">{t(`evidence.${evidence}.detail`)}</p>}
          {evidence === 'found' && claim.needsAnother && (
            <Banner tone="info" title={t('another')}>
              <p>{t('claim.another')}</p>
            </Banner>
          )}
          <ReasonedSteps title={t('claim.decide')} steps={steps} />
        </>
      )}
    </>
  );
}

function Claims({ items, more, onDone }: { items: PaymentClaim[]; more: boolean; onDone: () => void }) {
  const [open, setOpen] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  const current = items.find((one) => one.id === open) ?? items[0];
  const decided = useNextInHand(heading, current?.id);
  if (!current) {
    return (
      <EmptyState title={t('claims.none')} focused={heading}>
        <p>{t('claims.none.detail')}</p>
      </EmptyState>
    );
  }
  return (
    <>
      {more && <p class="muted">{t('cut', { n: items.length })}</p>}
      <div class="queue">
        <ol class="queue-list" aria-label={t('claims.list')}>
          {items.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                class="queue-item"
                aria-current={one.id === current.id ? 'true' : undefined}
                onClick={() => setOpen(one.id)}
              >
                <Badge tone={EVIDENCE_TONES[evidenceOf(one)]}>{t(`evidence.${evidenceOf(one)}`)}</Badge>
                <span class="nowrap">{formatXof(one.amountXof)}</span>
                <span class="muted mono">{one.transactionId}</span>
              </button>
            </li>
          ))}
        </ol>
        <section aria-labelledby="claim" class="case">
          <h2 id="claim" tabIndex={-1} ref={heading}>
            {t('claim.title')}
          </h2>
          <Claim
            key={current.id}
            claim={current}
            onDone={() => {
              decided();
              onDone();
            }}
          />
        </section>
      </div>
    </>
  );
}

/** Payers who used the Treasury's merchant code, held against the statements. */
export default function ClaimsPage() {
  const loaded = useLoad(() => listPendingClaims(), []);
  useLive(['payments'], loaded.reload);
  return (
    <Page wide title={t('claims.title')}>
      <TreasuryTabs current="claims" />
      <p>{t(mayReconcile() ? 'claims.lead' : 'readOnly')}</p>
      <Loaded from={loaded}>
        {(page) => <Claims items={page.items} more={Boolean(page.next)} onDone={loaded.reload} />}
      </Loaded>
    </Page>
  );
}
