import type { Fee, Measure, Scheme } from '@api/types';
import { useState } from 'preact/hooks';
import { readSchemes } from '~/lib/api/public.ts';
import { addFee, addMeasure, changeScheme, endMeasure, listFees, listMeasures } from '~/lib/api/staff.ts';
import { formatShortDate, today } from '~/lib/dates/index.ts';
import { type Form, useForm } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof, parseXof } from '~/lib/money/index.ts';
import { Badge, Button, Dialog, ErrorSummary, Field, Loaded, Page, Select, Table, TextArea } from '~/ui/index.ts';
import { OperatorRules } from './OperatorRules.tsx';
import { t } from './texts.ts';

/** What the fields that must be filled in are called. */
const LABELS = {
  '/scheme': 'scheme',
  '/validFrom': 'validFrom',
  '/source': 'source',
  '/hsPrefix': 'hsPrefix',
  '/label/fr': 'label.fr',
  '/label/en': 'label.en',
  '/from': 'validFrom',
  '/to': 'measure.lastDay',
  '/reason': 'measure.reason',
} as const;

const required = (values: Record<string, string>, ...pointers: (keyof typeof LABELS)[]) =>
  pointers.flatMap((pointer) =>
    values[pointer]?.trim() ? [] : [{ pointer, message: t('required', { field: t(LABELS[pointer]) }) }],
  );

/** The text a rule rests on, and whether the agency confirmed it: asked for with every rule. */
function SourceFields<P extends string>({ form }: { form: Form<P | '/source' | '/confirmed'> }) {
  return (
    <>
      <TextArea {...form.field('/source')} label={t('source')} hint={t('source.hint')} rows={2} maxLength={500} />
      <Select
        {...form.field('/confirmed')}
        label={t('confirmed')}
        choices={[
          { value: 'yes', label: t('confirmed.yes') },
          { value: 'no', label: t('confirmed.no') },
        ]}
      />
    </>
  );
}

interface PanelProps {
  schemes: Scheme[];
  onDone: () => void;
}

function NewFee({ schemes, onDone }: PanelProps) {
  const form = useForm({
    initial: { '/scheme': '', '/amountXof': '', '/validFrom': today(), '/source': '', '/confirmed': 'no' },
    validate: (values) => [
      ...required(values, '/scheme', '/validFrom', '/source'),
      ...(parseXof(values['/amountXof']) === null ? [{ pointer: '/amountXof', message: t('amount.bad') }] : []),
    ],
    submit: async (values) => {
      await addFee({
        scheme: values['/scheme'],
        amountXof: parseXof(values['/amountXof']) ?? 0,
        validFrom: values['/validFrom'],
        source: values['/source'].trim(),
        confirmed: values['/confirmed'] === 'yes',
      });
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <p>{t('fee.detail')}</p>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Select
        {...form.field('/scheme')}
        label={t('scheme')}
        placeholder={t('choose')}
        choices={schemes.map((scheme) => ({ value: scheme.code, label: say(scheme.name) }))}
      />
      <Field {...form.field('/amountXof')} label={t('amount')} inputMode="numeric" suffix="FCFA" width="m" />
      <Field {...form.field('/validFrom')} label={t('validFrom')} type="date" width="m" />
      <SourceFields form={form} />
      <Button type="submit" pending={form.pending} pendingText={t('saving')}>
        {t('fee.add')}
      </Button>
    </form>
  );
}

function SchemeStatus({ scheme, onDone }: { scheme: Scheme; onDone: () => void }) {
  const form = useForm({
    initial: { '/status': scheme.status, '/validFrom': today(), '/source': '', '/note/fr': '', '/note/en': '' },
    validate: (values) => required(values, '/validFrom', '/source'),
    submit: async (values) => {
      const note = { fr: values['/note/fr'].trim(), en: values['/note/en'].trim() };
      await changeScheme(scheme.code, {
        status: values['/status'],
        validFrom: values['/validFrom'],
        source: values['/source'].trim(),
        ...(note.fr && { note: { fr: note.fr, en: note.en || note.fr } }),
      });
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Select
        {...form.field('/status')}
        label={t('status')}
        choices={(['active', 'suspended', 'disabled'] as const).map((value) => ({
          value,
          label: t(`scheme.${value}`),
        }))}
      />
      <Field {...form.field('/validFrom')} label={t('validFrom')} type="date" width="m" />
      <TextArea {...form.field('/source')} label={t('source')} hint={t('source.hint')} rows={2} maxLength={500} />
      <TextArea {...form.field('/note/fr')} label={t('note.fr')} optional rows={2} maxLength={500} />
      <TextArea {...form.field('/note/en')} label={t('note.en')} optional rows={2} maxLength={500} />
      <Button type="submit" pending={form.pending} pendingText={t('saving')}>
        {t('scheme.change')}
      </Button>
    </form>
  );
}

function NewMeasure({ onDone }: { onDone: () => void }) {
  const form = useForm({
    initial: {
      '/hsPrefix': '',
      '/effect': 'block',
      '/label/fr': '',
      '/label/en': '',
      '/from': today(),
      '/to': '',
      '/source': '',
      '/confirmed': 'no',
    },
    validate: (values) => required(values, '/hsPrefix', '/label/fr', '/label/en', '/from', '/source'),
    submit: async (values) => {
      await addMeasure({
        hsPrefix: values['/hsPrefix'].replace(/[. ]/g, ''),
        effect: values['/effect'] === 'warn' ? 'warn' : 'block',
        label: { fr: values['/label/fr'].trim(), en: values['/label/en'].trim() },
        from: values['/from'],
        ...(values['/to'] && { to: values['/to'] }),
        source: values['/source'].trim(),
        confirmed: values['/confirmed'] === 'yes',
      });
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Field
        {...form.field('/hsPrefix')}
        label={t('hsPrefix')}
        hint={t('hsPrefix.hint')}
        inputMode="numeric"
        width="m"
      />
      <Select
        {...form.field('/effect')}
        label={t('effect')}
        choices={[
          { value: 'block', label: t('effect.block') },
          { value: 'warn', label: t('effect.warn') },
        ]}
      />
      <Field {...form.field('/label/fr')} label={t('label.fr')} maxLength={200} />
      <Field {...form.field('/label/en')} label={t('label.en')} maxLength={200} />
      <Field {...form.field('/from')} label={t('validFrom')} type="date" width="m" />
      <Field {...form.field('/to')} label={t('validTo')} type="date" width="m" optional />
      <SourceFields form={form} />
      <Button type="submit" pending={form.pending} pendingText={t('saving')}>
        {t('measure.add')}
      </Button>
    </form>
  );
}

function EndMeasure({ measure, onDone }: { measure: Measure; onDone: () => void }) {
  const form = useForm({
    initial: { '/to': today(), '/reason': '' },
    validate: (values) => required(values, '/to', '/reason'),
    submit: async (values) => {
      await endMeasure(measure.id, { to: values['/to'], reason: values['/reason'].trim() });
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <p>{say(measure.label)}</p>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Field {...form.field('/to')} label={t('measure.lastDay')} type="date" width="m" />
      <TextArea {...form.field('/reason')} label={t('measure.reason')} rows={2} maxLength={500} />
      <Button type="submit" kind="danger" pending={form.pending} pendingText={t('saving')}>
        {t('measure.end')}
      </Button>
    </form>
  );
}

type Open = { kind: 'fee' | 'measure' } | { kind: 'end'; measure: Measure } | { kind: 'scheme'; scheme: Scheme };

function Confirmed({ yes }: { yes: boolean }) {
  return <Badge tone={yes ? 'success' : 'warning'}>{t(yes ? 'confirmed.yes' : 'confirmed.no')}</Badge>;
}

function Tables(props: { fees: Fee[]; measures: Measure[]; schemes: Scheme[]; open: (what: Open) => void }) {
  const { fees, measures, schemes, open } = props;
  const nameOf = (code: string) => say(schemes.find((scheme) => scheme.code === code)?.name) || code;
  return (
    <>
      <section aria-labelledby="schemes">
        <h2 id="schemes">{t('schemes')}</h2>
        <Table
          caption={t('schemes')}
          columns={[
            { title: t('scheme'), head: true, cell: (scheme) => say(scheme.name) },
            {
              title: t('status'),
              cell: (scheme) => (
                <Badge tone={scheme.status === 'active' ? 'success' : 'warning'}>{t(`scheme.${scheme.status}`)}</Badge>
              ),
            },
            { title: t('source'), cell: (scheme) => scheme.source },
            { title: t('confirmed'), cell: (scheme) => <Confirmed yes={scheme.confirmed} /> },
            {
              title: t('actions'),
              cell: (scheme) => (
                <Button kind="quiet" small onClick={() => open({ kind: 'scheme', scheme })}>
                  {t('scheme.change')}
                  <span class="visually-hidden"> : {scheme.code}</span>
                </Button>
              ),
            },
          ]}
          rows={schemes}
          keyOf={(scheme) => scheme.code}
        />
      </section>
      <section aria-labelledby="fees">
        <h2 id="fees">{t('fees')}</h2>
        <Table
          caption={t('fees')}
          columns={[
            { title: t('scheme'), head: true, cell: (fee) => nameOf(fee.scheme) },
            { title: t('amount'), numeric: true, cell: (fee) => formatXof(fee.amountXof) },
            { title: t('validFrom'), cell: (fee) => formatShortDate(fee.validFrom) },
            { title: t('source'), cell: (fee) => fee.source },
            { title: t('confirmed'), cell: (fee) => <Confirmed yes={fee.confirmed} /> },
          ]}
          rows={fees}
          keyOf={(fee) => `${fee.scheme} ${fee.validFrom} ${fee.amountXof}`}
        />
        <Button kind="secondary" onClick={() => open({ kind: 'fee' })}>
          {t('fee.add')}
        </Button>
      </section>
      <section aria-labelledby="measures">
        <h2 id="measures">{t('measures')}</h2>
        <Table
          caption={t('measures')}
          columns={[
            { title: t('hsPrefix'), head: true, cell: (measure) => <span class="mono">{measure.hsPrefix}</span> },
            { title: t('measure'), cell: (measure) => say(measure.label) },
            { title: t('effect'), cell: (measure) => t(`effect.${measure.effect}`) },
            {
              title: t('period'),
              cell: (measure) => `${formatShortDate(measure.from)} – ${measure.to ? formatShortDate(measure.to) : '…'}`,
            },
            { title: t('source'), cell: (measure) => measure.source },
            {
              title: t('actions'),
              cell: (measure) =>
                measure.to ? (
                  '—'
                ) : (
                  <Button kind="quiet" small onClick={() => open({ kind: 'end', measure })}>
                    {t('measure.end')}
                    <span class="visually-hidden"> : {measure.hsPrefix}</span>
                  </Button>
                ),
            },
          ]}
          rows={measures}
          keyOf={(measure) => measure.id}
        />
        <Button kind="secondary" onClick={() => open({ kind: 'measure' })}>
          {t('measure.add')}
        </Button>
      </section>
    </>
  );
}

const TITLES = { fee: 'fee.add', measure: 'measure.add', end: 'measure.end', scheme: 'scheme.change' } as const;

/** The dated rules the agency applies. A rule is never edited: a new one begins on its day. */
export default function RulesPage() {
  const [open, setOpen] = useState<Open | null>(null);
  const loaded = useLoad((signal) => Promise.all([listFees(), listMeasures(), readSchemes(signal)]), []);
  const done = () => {
    setOpen(null);
    loaded.reload();
  };
  return (
    <Page wide title={t('rules')}>
      <p class="lead">{t('rules.lead')}</p>
      <Loaded from={loaded}>
        {([fees, measures, schemes]) => (
          <>
            {open && (
              <Dialog title={t(TITLES[open.kind])} onClose={() => setOpen(null)}>
                {open.kind === 'fee' && <NewFee schemes={schemes} onDone={done} />}
                {open.kind === 'measure' && <NewMeasure onDone={done} />}
                {open.kind === 'end' && <EndMeasure measure={open.measure} onDone={done} />}
                {open.kind === 'scheme' && <SchemeStatus scheme={open.scheme} onDone={done} />}
              </Dialog>
            )}
            <Tables fees={fees} measures={measures} schemes={schemes} open={setOpen} />
            <OperatorRules />
          </>
        )}
      </Loaded>
    </Page>
  );
}
