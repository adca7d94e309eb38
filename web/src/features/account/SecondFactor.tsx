import type { Enrolment } from '@api/types';
import { useState } from 'preact/hooks';
import { type Fault, useForm } from '~/lib/forms/index.ts';
import { http } from '~/lib/net/client.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { account, homeOf, mustEnrol, reloadAccount } from '~/lib/session/index.ts';
import { Banner, Button, ButtonLink, ErrorSummary, Field } from '~/ui/index.ts';
import { inFours } from './account-model.ts';
import { t } from './texts.ts';

const codeFaults = (code: string): Fault[] =>
  code.trim() ? [] : [{ pointer: '/code', message: t('login.code.missing') }];

/** Black on white whatever the page's colours, because cameras need it. */
function QrCode({ symbol }: { symbol: Enrolment['symbol'] }) {
  return (
    <svg class="qr" role="img" aria-label={t('factor.symbol')} viewBox={`0 0 ${symbol.size} ${symbol.size}`}>
      <rect width={symbol.size} height={symbol.size} fill="#fff" />
      <path d={symbol.path} fill="#000" />
    </svg>
  );
}

const CODE_FIELD = { inputMode: 'numeric', autoComplete: 'one-time-code', width: 's' } as const;

/** The secret goes into an app; the first code of the app makes it count. */
function Enrol({ enrolment, onDone }: { enrolment: Enrolment; onDone: () => Promise<void> }) {
  const form = useForm<'/code'>({
    initial: { '/code': '' },
    validate: (values) => codeFaults(values['/code']),
    submit: async (values) => {
      await http.post('/me/second-factor/confirmation', { body: { code: values['/code'].trim() } });
      await onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <ol class="stack">
        <li>{t('factor.step.app')}</li>
        <li class="stack">
          <p>{t('factor.step.scan')}</p>
          <QrCode symbol={enrolment.symbol} />
          <p>
            {t('factor.step.type')}
            <br />
            <strong class="mono">{inFours(enrolment.secret)}</strong>
          </p>
          <p>
            <a href={enrolment.otpauthUri}>{t('factor.step.open')}</a>
          </p>
        </li>
        <li>
          <Field {...form.field('/code')} {...CODE_FIELD} label={t('login.code')} hint={t('login.code.hint')} />
        </li>
      </ol>
      <Button type="submit" pending={form.pending} pendingText={t('password.pending')}>
        {t('factor.confirm')}
      </Button>
    </form>
  );
}

function Remove({ onDone }: { onDone: () => Promise<void> }) {
  const form = useForm<'/password' | '/code'>({
    initial: { '/password': '', '/code': '' },
    validate: (values) => [
      ...(values['/password'] ? [] : [{ pointer: '/password', message: t('login.password.missing') }]),
      ...codeFaults(values['/code']),
    ],
    submit: async (values) => {
      const body = { password: values['/password'], code: values['/code'].trim() };
      await http.post('/me/second-factor/removal', { body });
      await onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <p>{t('factor.remove.detail')}</p>
      <Field
        {...form.field('/password')}
        label={t('password.current')}
        type="password"
        autoComplete="current-password"
        width="l"
      />
      <Field {...form.field('/code')} {...CODE_FIELD} label={t('login.code')} hint={t('factor.remove.code')} />
      <Button type="submit" kind="danger" pending={form.pending} pendingText={t('password.pending')}>
        {t('factor.remove.submit')}
      </Button>
    </form>
  );
}

function Off({ onDone }: { onDone: () => Promise<void> }) {
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  const [pending, setPending] = useState(false);
  const begin = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      setEnrolment(await http.post<Enrolment>('/me/second-factor'));
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setRound((before) => before + 1);
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      <p>{t('factor.off')}</p>
      {mustEnrol.value && (
        <Banner tone="warning" title={t('factor.must')}>
          <p>{t('factor.must.detail')}</p>
        </Banner>
      )}
      <ErrorSummary faults={[]} problem={problem} round={round} />
      {enrolment ? (
        <Enrol enrolment={enrolment} onDone={onDone} />
      ) : (
        <Button pending={pending} pendingText={t('factor.begin.pending')} onClick={() => void begin()}>
          {t('factor.begin')}
        </Button>
      )}
    </>
  );
}

function On({ onDone }: { onDone: () => Promise<void> }) {
  return (
    <>
      <p>{t('factor.on')}</p>
      <details class="more">
        <summary>{t('factor.remove')}</summary>
        <Remove onDone={onDone} />
      </details>
    </>
  );
}

/** A code from a telephone besides the password: setting it up, and leaving it for a new telephone. */
export function SecondFactor() {
  const person = account.value;
  const [done, setDone] = useState<'enrolled' | 'removed'>();
  if (!person) return null;
  const change = (to: 'enrolled' | 'removed') => async () => {
    await reloadAccount();
    setDone(to);
  };
  return (
    <section aria-labelledby="factor-title">
      <h2 id="factor-title">{t('factor.title')}</h2>
      {done && (
        <Banner tone="success" live>
          <p>{t(`factor.${done}`)}</p>
          {done === 'enrolled' && <ButtonLink href={homeOf(person.role)}>{t('factor.home')}</ButtonLink>}
        </Banner>
      )}
      {person.secondFactor ? <On onDone={change('removed')} /> : <Off onDone={change('enrolled')} />}
    </section>
  );
}
