import type { Application, FeeOrder, Operator, OperatorCode } from '@api/types';
import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { startAttempt } from '~/lib/api/index.ts';
import { type Fault, fieldId } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { newIntent } from '~/lib/net/client.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { Button, ErrorSummary, Field, Radios } from '~/ui/index.ts';
import { type Choice, faultsOf, requestOf, wantsPhone } from './choice-model.ts';
import { rememberAttempt } from './remembered.ts';
import { t } from './texts.ts';

export interface PayFormProps {
  application: Application;
  order: FeeOrder;
  operators: Operator[];
}

const hintOf = (item: Operator): string => {
  if (!item.available) return t('operator.unavailable');
  const word = say(item.word);
  return item.sessionMinutes > 0 ? `${word} — ${t('operator.minutes', { n: item.sessionMinutes })}` : word;
};

/** The wallet and the number, for operators whose request appears on a telephone. */
function Telephone(props: {
  operator: Operator;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  error: (pointer: string) => string | undefined;
}) {
  const { operator, choice, onChoice, error } = props;
  return (
    <>
      {operator.wallets.length > 0 && (
        <Radios
          id={fieldId('/wallet')}
          label={t('wallet')}
          error={error('/wallet')}
          value={choice.way}
          onValue={(way) => onChoice({ ...choice, way: way as Choice['way'] })}
          choices={[
            ...operator.wallets.map((wallet) => ({ value: wallet, label: t(`wallet.${wallet}`) })),
            { value: 'page', label: t('wallet.page', { operator: operator.name }) },
          ]}
        />
      )}
      {wantsPhone(operator, choice) && (
        <Field
          id={fieldId('/phone')}
          label={t('phone')}
          hint={t('phone.hint')}
          error={error('/phone')}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          width="m"
          value={choice.phone}
          onValue={(phone) => onChoice({ ...choice, phone })}
        />
      )}
    </>
  );
}

const NOTHING: Choice = { operator: '', way: '', phone: '' };

export function PayForm({ application, order, operators }: PayFormProps) {
  const { route } = useLocation();
  const intents = useRef(new Map<string, string>());
  const [choice, setChoice] = useState<Choice>(NOTHING);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  const [pending, setPending] = useState(false);
  const operator = operators.find((item) => item.code === choice.operator);

  const refuse = (found: Fault[], answered?: Problem) => {
    setFaults(found);
    setProblem(found.length > 0 ? undefined : answered);
    setRound((before) => before + 1);
  };
  /** One key per request until the service answered, so that a double click or a retry pays once. */
  const pay = async (chosen: Operator) => {
    const body = requestOf(chosen, choice);
    const wish = JSON.stringify(body);
    const intent = intents.current.get(wish) ?? newIntent();
    intents.current.set(wish, intent);
    setPending(true);
    try {
      const attempt = await startAttempt(order.id, body, intent);
      rememberAttempt(attempt.id, application.id);
      route(`/app/paiement/${attempt.id}`);
      if (attempt.paymentUrl) location.assign(attempt.paymentUrl);
    } catch (thrown) {
      const answered = asProblem(thrown);
      if (!answered.undecided) intents.current.delete(wish);
      refuse(
        answered.errors.map((error) => ({ pointer: error.pointer, message: error.detail })),
        answered,
      );
      setPending(false);
    }
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (pending) return;
    const found = faultsOf(operator, choice).map(({ pointer, key }) => ({ pointer, message: t(key) }));
    if (!operator || found.length > 0) refuse(found);
    else void pay(operator);
  };
  const error = (pointer: string) => faults.find((fault) => fault.pointer === pointer)?.message;
  if (operators.length === 0) return <p>{t('operator.none')}</p>;
  return (
    <form onSubmit={onSubmit} noValidate>
      <ErrorSummary faults={faults} problem={problem} round={round} />
      <Radios
        id={fieldId('/operator')}
        label={t('operator')}
        error={error('/operator')}
        value={choice.operator}
        onValue={(code) => setChoice({ ...choice, operator: code as OperatorCode, way: '' })}
        choices={operators.map((item) => ({
          value: item.code,
          label: item.name,
          hint: hintOf(item),
          disabled: !item.available,
        }))}
      />
      {operator && operator.phone !== 'none' && (
        <Telephone operator={operator} choice={choice} onChoice={setChoice} error={error} />
      )}
      <p>{t(operator && wantsPhone(operator, choice) ? 'pay.phone' : 'pay.what')}</p>
      <Button type="submit" pending={pending} pendingText={t('pay.pending')}>
        {t('pay.button', { amount: formatXof(order.amountXof) })}
      </Button>
    </form>
  );
}
