import type { Application, ApplicationExporter, Content, GoodsItem } from '@api/types';
import type { ComponentChildren } from 'preact';
import { openDocument } from '~/lib/api/files.ts';
import type { Fault } from '~/lib/forms/index.ts';
import { valueAt } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { formatKg, formatXof } from '~/lib/money/index.ts';
import { formatBytes, SummaryList, type SummaryRow } from '~/ui/index.ts';
import { CONSIGNEE, type FieldSpec, GOODS, goodsTotals, INVOICE, type Section, TRANSPORT } from './content-model.ts';
import { type Lookups, showValue } from './display.ts';
import { t } from './texts.ts';

interface CheckedProps {
  /** The application with its content: an editor, or what an examiner reads. */
  editor: { readonly content: Content; readonly application: { readonly value: Application } };
  lookups: Lookups;
  editable: boolean;
  faults: Fault[];
  /** What to say beside the answer at a pointer: a change, a remark. */
  mark?: (pointer: string) => ComponentChildren;
}

const anchor = (pointer: string) => `#f${pointer.replace(/[^A-Za-z0-9]+/g, '-')}`;

function addressOf(exporter: ApplicationExporter): string {
  const address = exporter.address ?? exporter.particulars?.address;
  return [address?.street, address?.city].filter(Boolean).join(', ');
}

/** Rows of one part: what is filled, and what must be; empty answers that nobody needs are left out. */
function rowsOf(props: CheckedProps, specs: FieldSpec[], prefix: string, page: string): SummaryRow[] {
  const { editor, lookups, faults, editable } = props;
  return specs
    .map((spec) => {
      const pointer = `${prefix}/${spec.name}`;
      return {
        key: t(spec.label),
        value: showValue(pointer, valueAt(editor.content, pointer), lookups, editor.content),
        mark: props.mark?.(pointer),
        error: faults.find((fault) => fault.pointer === pointer)?.message,
        href: editable ? `${page}?retour=verifier${anchor(pointer)}` : undefined,
        required: spec.required === true,
      };
    })
    .filter((row) => row.value !== '' || row.error || row.mark || (editable && row.required))
    .map(({ mark, value, ...row }) => ({ ...row, value: mark ? <Marked value={value} mark={mark} /> : value }));
}

function Marked({ value, mark }: { value: string; mark: ComponentChildren }) {
  return (
    <>
      {value} {mark}
    </>
  );
}

function Part(props: { id: string; title: string; rows: SummaryRow[] }) {
  return (
    <section aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      <SummaryList rows={props.rows} />
    </section>
  );
}

function DestinationPart(props: CheckedProps & { page: (section: Section) => string }) {
  const { content } = props.editor;
  const row = (pointer: '/destination' | '/scheme', key: string): SummaryRow => ({
    key,
    value: showValue(pointer, valueAt(content, pointer), props.lookups, content),
    error: props.faults.find((fault) => fault.pointer === pointer)?.message,
    href: props.editable ? `${props.page('destination')}?retour=verifier${anchor(pointer)}` : undefined,
  });
  return (
    <Part
      id="part-destination"
      title={t('section.destination')}
      rows={[row('/destination', t('destination.country')), row('/scheme', t('destination.scheme'))]}
    />
  );
}

function GoodsPart(props: CheckedProps & { page: (section: Section) => string }) {
  const goods: GoodsItem[] = props.editor.content.goods ?? [];
  const totals = goodsTotals(goods);
  return (
    <section aria-labelledby="part-goods">
      <h2 id="part-goods">{t('section.marchandises')}</h2>
      {goods.map((item, index) => (
        <section key={`${index}-${item.hsCode ?? ''}`} aria-labelledby={`part-goods-${index}`}>
          <h3 id={`part-goods-${index}`}>{t('goods.line', { line: index + 1 })}</h3>
          <SummaryList rows={rowsOf(props, GOODS, `/goods/${index}`, `${props.page('marchandises')}/${index}`)} />
        </section>
      ))}
      {goods.length > 1 && (
        <p>
          <strong>{t('goods.totals')}</strong> {t('goods.packages', { n: totals.packages })} ·{' '}
          {formatKg(totals.grossWeightG)} · {formatXof(totals.fobValueXof)}
        </p>
      )}
      {goods.length === 0 && props.editable && <a href={props.page('marchandises')}>{t('goods.addFirst')}</a>}
    </section>
  );
}

function DocumentsPart(props: CheckedProps & { page: (section: Section) => string }) {
  const { documents } = props.editor.application.value;
  const kinds = props.lookups.reference.documentKinds;
  const rows = documents.map((document) => ({
    key: say(kinds.find((kind) => kind.code === document.kind)?.name) || document.kind,
    value: (
      <>
        <button type="button" class="link" onClick={() => void openDocument(document)}>
          {document.fileName}
        </button>{' '}
        <span class="muted">
          {formatBytes(document.sizeBytes)} · <span class="mono">{document.sha256.slice(0, 8)}</span>
        </span>
      </>
    ),
    href: props.editable ? `${props.page('documents')}?retour=verifier` : undefined,
  }));
  return rows.length > 0 ? (
    <Part id="part-documents" title={t('section.documents')} rows={rows} />
  ) : (
    <section aria-labelledby="part-documents">
      <h2 id="part-documents">{t('section.documents')}</h2>
      <p class="muted">{t('documents.none')}</p>
      {props.editable && <a href={`${props.page('documents')}?retour=verifier`}>{t('documents.add')}</a>}
    </section>
  );
}

/** Everything an application says, part by part, with a way back to each answer while it may still be changed. */
export function CheckedContent(props: CheckedProps) {
  const { editor } = props;
  const application = editor.application.value;
  const content: Content = editor.content;
  const page = (section: Section) => `/app/demandes/${application.id}/${section}`;
  return (
    <div class="checked">
      <Part
        id="part-exporter"
        title={t('exporter')}
        rows={[
          { key: t('exporter.name'), value: application.exporter.name },
          {
            key: t('exporter.address'),
            value: addressOf(application.exporter),
          },
        ]}
      />
      <DestinationPart {...props} page={page} />
      <Part
        id="part-consignee"
        title={t('section.destinataire')}
        rows={rowsOf(props, CONSIGNEE, '/consignee', page('destinataire'))}
      />
      <Part
        id="part-transport"
        title={t('section.transport')}
        rows={rowsOf(props, TRANSPORT, '/transport', page('transport'))}
      />
      {content.remarks && (
        <Part id="part-remarks" title={t('remarks')} rows={[{ key: t('remarks'), value: content.remarks }]} />
      )}
      <Part id="part-invoice" title={t('section.facture')} rows={rowsOf(props, INVOICE, '/invoice', page('facture'))} />
      <GoodsPart {...props} page={page} />
      <DocumentsPart {...props} page={page} />
    </div>
  );
}
