import type { Scheme } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { createApplication, getSchemes } from '~/lib/api/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { useIntent } from '~/lib/net/intent.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { account } from '~/lib/session/index.ts';
import { Banner, Button, ButtonLink, type Column, ErrorSummary, Loaded, Page, Table } from '~/ui/index.ts';
import { editorOf } from './drafts.ts';
import { t } from './texts.ts';

const COLUMNS: () => Column<Scheme>[] = () => [
  { title: t('new.scheme'), head: true, cell: (scheme) => say(scheme.name) },
  {
    title: t('new.validity'),
    cell: (scheme) => (scheme.validityMonths ? t('months', { n: scheme.validityMonths }) : t('new.noValidity')),
  },
  {
    title: t('new.price'),
    numeric: true,
    cell: (scheme) => (scheme.feeXof === null ? t('price.none') : formatXof(scheme.feeXof)),
  },
];

function Prices() {
  const schemes = useLoad(getSchemes, []);
  return (
    <section aria-labelledby="prices">
      <h2 id="prices">{t('new.prices')}</h2>
      <p>{t('new.prices.detail')}</p>
      <Loaded from={schemes}>
        {(items) => (
          <Table
            caption={t('new.prices')}
            columns={COLUMNS()}
            rows={items.filter((scheme) => scheme.status === 'active' && scheme.kind === 'certificate')}
            keyOf={(scheme) => scheme.code}
          />
        )}
      </Loaded>
    </section>
  );
}

/** Starts an application once for one intent, however often the button is pressed; a copy or a replacement likewise. */
export function useStart(start: { copyOf?: string; replaces?: string }) {
  const { route } = useLocation();
  const underOneKey = useIntent();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  const begin = async () => {
    if (pending) return;
    setPending(true);
    setProblem(undefined);
    try {
      const application = await underOneKey((key) => createApplication(start, key));
      editorOf(application);
      route(`/app/demandes/${application.id}`);
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setRound((before) => before + 1);
      setPending(false);
    }
  };
  return { begin, pending, problem, round };
}

export default function NewApplicationPage() {
  const { query } = useLocation();
  const replaces = query.remplace;
  const copyOf = query.copie;
  const { begin, pending, problem, round } = useStart({
    ...(replaces ? { replaces } : {}),
    ...(copyOf ? { copyOf } : {}),
  });
  const firm = account.value?.exporterStatus;
  return (
    <Page title={replaces ? t('new.replace.title') : t('new.title')} back={{ href: '/app' }}>
      <ErrorSummary faults={[]} problem={problem} round={round} />
      {replaces && (
        <Banner title={t('new.replace.banner', { number: replaces })}>
          <p>{t('new.replace.detail')}</p>
        </Banner>
      )}
      {!account.value?.exporterId ? (
        <Banner tone="warning" title={t('new.noFirm')}>
          <p>{t('new.noFirm.detail')}</p>
          <ButtonLink href="/app/entreprise/inscription">{t('new.noFirm.link')}</ButtonLink>
        </Banner>
      ) : (
        <>
          {firm !== 'verified' && (
            <Banner tone="warning">
              <p>{t('new.notVerified')}</p>
            </Banner>
          )}
          <p class="lead">{t('new.lead')}</p>
          <Prices />
          <section aria-labelledby="ready">
            <h2 id="ready">{t('new.ready')}</h2>
            <ul>
              <li>{t('new.ready.invoice')}</li>
              <li>{t('new.ready.weights')}</li>
              <li>{t('new.ready.consignee')}</li>
              <li>{t('new.ready.papers')}</li>
              <li>{t('new.ready.money')}</li>
            </ul>
            <p>{t('new.saved')}</p>
          </section>
          <Button pending={pending} pendingText={t('new.pending')} onClick={() => void begin()}>
            {t('new.start')}
          </Button>
        </>
      )}
    </Page>
  );
}
