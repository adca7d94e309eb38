import type { Application, Reference } from '@api/types';
import { useRef, useState } from 'preact/hooks';
import { labelAt } from '~/features/application/display.ts';
import { returnToExporter } from '~/lib/api/staff.ts';
import { fieldId, useForm } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { Button, ErrorSummary, Select, TextArea } from '~/ui/index.ts';
import { pointersOf, type Remark, remarkFaults } from './review-model.ts';
import { t } from './texts.ts';

interface RemarksProps {
  application: Application;
  reference: Reference;
  onDone: (application: Application) => void;
}

/** Remarks tied to fields, as the exporter will find them there. */
export function ReturnPanel({ application, reference, onDone }: RemarksProps) {
  const next = useRef(1);
  const blank = (): Remark => ({ key: next.current++, pointer: '', code: '', message: '' });
  const [remarks, setRemarks] = useState<Remark[]>(() => [blank()]);
  const words = { none: t('return.none'), code: t('return.noCode'), message: t('return.noMessage') };
  const form = useForm({
    initial: { '/comment': '' },
    validate: () => remarkFaults(remarks, words),
    submit: async (values) => {
      const reasons = remarks.map(({ pointer, code, message }) => ({ pointer, code, message: message.trim() }));
      onDone(await returnToExporter(application.id, reasons, values['/comment'].trim()));
    },
  });
  const change = (key: number, changed: Partial<Remark>) =>
    setRemarks((before) => before.map((remark) => (remark.key === key ? { ...remark, ...changed } : remark)));
  return (
    <form onSubmit={form.submit} noValidate>
      <p>{t('return.lead')}</p>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      {remarks.map((remark, index) => {
        const at = (name: string) => `/reasons/${index}/${name}`;
        return (
          <fieldset class="card" key={remark.key}>
            <legend class="field-label">{t('return.remark', { n: index + 1 })}</legend>
            <Select
              id={fieldId(at('pointer'))}
              label={t('return.where')}
              placeholder={t('return.whole')}
              value={remark.pointer}
              onValue={(pointer) => change(remark.key, { pointer })}
              choices={pointersOf(application).map((pointer) => ({ value: pointer, label: labelAt(pointer) }))}
              error={form.faultAt(at('pointer'))}
            />
            <Select
              id={fieldId(at('code'))}
              label={t('return.reason')}
              placeholder={t('choose')}
              value={remark.code}
              onValue={(code) => change(remark.key, { code })}
              choices={reference.returnReasons.map((reason) => ({ value: reason.code, label: say(reason.name) }))}
              error={form.faultAt(at('code'))}
            />
            <TextArea
              id={fieldId(at('message'))}
              label={t('return.message')}
              hint={t('return.message.hint')}
              rows={3}
              maxLength={1000}
              value={remark.message}
              onValue={(message) => change(remark.key, { message })}
              error={form.faultAt(at('message'))}
            />
            {remarks.length > 1 && (
              <Button
                kind="quiet"
                small
                onClick={() => setRemarks((before) => before.filter((other) => other.key !== remark.key))}
              >
                {t('return.remove')}
              </Button>
            )}
          </fieldset>
        );
      })}
      <Button kind="secondary" small onClick={() => setRemarks((before) => [...before, blank()])}>
        {t('return.add')}
      </Button>
      <TextArea {...form.field('/comment')} label={t('return.comment')} optional rows={2} maxLength={1000} />
      <Button type="submit" pending={form.pending} pendingText={t('pending')}>
        {t('return.send')}
      </Button>
    </form>
  );
}
