import type { Attempt } from '@api/types';
import { useEffect, useRef, useState } from 'preact/hooks';
import { getAttempt, recheckAttempt } from '~/lib/api/index.ts';
import { formatCountdown, formatDateTime } from '~/lib/dates/index.ts';
import { ATTEMPT_TONES, attemptStatus, operatorName } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import type { RouteParams } from '~/routes.ts';
import { Badge, Banner, Button, ButtonLink, Loaded, Page, problemText, SummaryList } from '~/ui/index.ts';
import { outlookOf, overTitle, payable, pendingSentence, pollDelay, reasonSentence } from './payment-model.ts';
import { applicationOfAttempt } from './remembered.ts';
import { t } from './texts.ts';

/** The time now, told every second while something counts down. */
function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

interface Watched {
  attempt: Attempt;
  problem: Problem | undefined;
  checking: boolean;
  recheck: () => Promise<void>;
}

/**
 * Looks at a pending attempt again and again, slower and slower, and at once when the person comes back to the page
 * from the operator's. A lost request changes nothing that is shown.
 */
function useWatch(first: Attempt): Watched {
  const [attempt, setAttempt] = useState(first);
  const [problem, setProblem] = useState<Problem>();
  const [checking, setChecking] = useState(false);
  const round = useRef(0);
  const [turn, setTurn] = useState(0);
  const pending = outlookOf(attempt.status) === 'live' || outlookOf(attempt.status) === 'agent';

  useEffect(() => {
    if (!pending) return;
    const abort = new AbortController();
    const look = async () => {
      try {
        setAttempt(await getAttempt(first.id, abort.signal));
        setProblem(undefined);
      } catch (thrown) {
        if (!abort.signal.aborted) setProblem(asProblem(thrown));
      }
      if (!abort.signal.aborted) setTurn((before) => before + 1);
    };
    const seconds = pollDelay(turn - round.current);
    const timer = setTimeout(() => void look(), seconds * 1000);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [pending, turn, first.id]);

  useEffect(() => {
    const seen = () => {
      if (document.visibilityState !== 'visible') return;
      getAttempt(first.id).then(setAttempt, () => undefined);
    };
    document.addEventListener('visibilitychange', seen);
    addEventListener('pageshow', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('pageshow', seen);
    };
  }, [first.id]);

  const recheck = async () => {
    setChecking(true);
    try {
      setAttempt(await recheckAttempt(first.id));
      setProblem(undefined);
      round.current = turn + 1;
      setTurn((before) => before + 1);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setChecking(false);
    }
  };
  return { attempt, problem, checking, recheck };
}

function Pending({ watched }: { watched: Watched }) {
  const { attempt, problem, checking, recheck } = watched;
  const now = useNow(true);
  const operator = operatorName(attempt.operator);
  const left = attempt.expiresAt ? Date.parse(attempt.expiresAt) - now : null;
  const open = payable(attempt, now);
  return (
    <>
      <p class="lead">{t(pendingSentence(attempt, now), { operator, end: attempt.payerPhoneEnd ?? '' })}</p>
      {left !== null && left > 0 && attempt.status === 'awaiting_payer' && (
        <p class="countdown">
          {t('pending.left')} <strong role="timer">{formatCountdown(left)}</strong>
        </p>
      )}
      <div class="row">
        {open && attempt.paymentUrl && (
          <ButtonLink href={attempt.paymentUrl}>{t('pending.open', { operator })}</ButtonLink>
        )}
        <Button
          kind={open ? 'secondary' : 'primary'}
          pending={checking}
          pendingText={t('pending.rechecking')}
          onClick={() => void recheck()}
        >
          {t('pending.paid')}
        </Button>
      </div>
      {problem && (
        <Banner tone="warning">
          <p>{problemText(problem).title}</p>
          <p>{t('pending.problem')}</p>
        </Banner>
      )}
      <Banner title={t('pending.close.title')}>
        <p>{t('pending.close')}</p>
      </Banner>
    </>
  );
}

function Over({ attempt, back }: { attempt: Attempt; back: string }) {
  const own = reasonSentence(attempt.reasonCode);
  return (
    <>
      <Banner tone={attempt.status === 'failed' ? 'error' : 'warning'} title={t(overTitle(attempt.status))} live>
        <p>{attempt.reason ?? (own ? t(own) : t('over.noReason'))}</p>
        <p>{t('over.nothingTaken')}</p>
      </Banner>
      <ButtonLink href={`${back}/paiement`}>{t('over.again')}</ButtonLink>
    </>
  );
}

function Outcome({ watched, back }: { watched: Watched; back: string }) {
  const { attempt } = watched;
  switch (outlookOf(attempt.status)) {
    case 'live':
      return <Pending watched={watched} />;
    case 'paid':
      return (
        <>
          <Banner tone="success" title={t('paid.title')} live>
            <p>{t('paid.detail')}</p>
          </Banner>
          <div class="row">
            <ButtonLink href={back}>{t('follow')}</ButtonLink>
            <ButtonLink kind="secondary" href={`${back}/paiement`}>
              {t('receipts.link')}
            </ButtonLink>
          </div>
        </>
      );
    case 'agent':
      return (
        <Banner tone="warning" title={t('agent.title')} live>
          <p>{t('agent.detail')}</p>
        </Banner>
      );
    default:
      return <Over attempt={attempt} back={back} />;
  }
}

function AttemptView({ first }: { first: Attempt }) {
  const watched = useWatch(first);
  const { attempt } = watched;
  const application = applicationOfAttempt(attempt.id);
  const back = application ? `/app/demandes/${application}` : '/app/demandes';
  const facts = [
    { key: t('fact.amount'), value: formatXof(attempt.amountXof) },
    { key: t('fact.operator'), value: operatorName(attempt.operator) },
    {
      key: t('fact.status'),
      value: <Badge tone={ATTEMPT_TONES[attempt.status]}>{attemptStatus(attempt.status)}</Badge>,
    },
    { key: t('fact.started'), value: formatDateTime(attempt.createdAt) },
    ...(attempt.settledAt ? [{ key: t('fact.settled'), value: formatDateTime(attempt.settledAt) }] : []),
    ...(attempt.transactionId
      ? [{ key: t('fact.transaction'), value: <span class="mono">{attempt.transactionId}</span> }]
      : []),
  ];
  return (
    <Page
      title={t('attempt.title')}
      documentTitle={`${attemptStatus(attempt.status)} · ${t('attempt.title')}`}
      back={{ href: back, label: t('attempt.back') }}
    >
      <p class="total">
        <span class="muted">{t(attempt.status === 'succeeded' ? 'fact.amount' : 'total')}</span>
        <strong>{formatXof(attempt.amountXof)}</strong>
      </p>
      <p class="visually-hidden" role="status">
        {attemptStatus(attempt.status)}
      </p>
      <Outcome watched={watched} back={back} />
      <SummaryList rows={facts} />
    </Page>
  );
}

/** One payment under way. Its address is all it needs, so it can be closed and opened again, here or on another phone. */
export default function AttemptPage({ id = '' }: RouteParams) {
  const loaded = useLoad(() => getAttempt(id), [id]);
  return (
    <Loaded from={loaded} title={t('attempt.title')}>
      {(attempt) => <AttemptView key={attempt.id} first={attempt} />}
    </Loaded>
  );
}
