import { useState } from 'preact/hooks';
import { useForm } from '~/lib/forms/index.ts';
import { Problem } from '~/lib/net/problem.ts';
import { abandonSession, account, phase, signIn } from '~/lib/session/index.ts';
import { Button, Dialog, ErrorSummary, Field } from '~/ui/index.ts';
import { t } from './texts.ts';

/** Asks for the password over the page when the session ended, so that nothing typed below is lost. */
export function SessionDialog() {
  return phase.value === 'expired' ? <Reauthentication /> : null;
}

function Reauthentication() {
  const person = account.value;
  const [needsCode, setNeedsCode] = useState(false);
  const form = useForm({
    initial: { '/password': '', '/code': '' },
    validate: (values) => (values['/password'] ? [] : [{ pointer: '/password', message: t('expired.missing') }]),
    submit: async (values) => {
      try {
        await signIn(person?.email ?? person?.phone ?? '', values['/password'], values['/code'] || undefined);
      } catch (thrown) {
        if (!(thrown instanceof Problem) || thrown.code !== 'second_factor_required' || needsCode) throw thrown;
        setNeedsCode(true);
      }
    },
  });
  return (
    <Dialog title={t('expired.title')}>
      <p>{t('expired.detail')}</p>
      <form onSubmit={form.submit} noValidate>
        <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
        <Field
          {...form.field('/password')}
          label={t('expired.password')}
          type="password"
          autoComplete="current-password"
        />
        {needsCode && (
          <Field
            {...form.field('/code')}
            label={t('expired.code')}
            hint={t('expired.code.hint')}
            inputMode="numeric"
            autoComplete="one-time-code"
            width="s"
          />
        )}
        <div class="row">
          <Button type="submit" pending={form.pending} pendingText={t('expired.pending')}>
            {t('expired.continue')}
          </Button>
          <Button kind="quiet" onClick={abandonSession}>
            {t('expired.leave')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
