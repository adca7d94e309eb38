import type { GoodsItem, Product, Scheme } from '@api/types';
import { useEffect, useState } from 'preact/hooks';
import { findProducts } from '~/lib/api/index.ts';
import { formatDate, today } from '~/lib/dates/index.ts';
import type { Fault } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import type { RouteParams } from '~/routes.ts';
import { Banner, Combobox, Field, type Option, Radios, Select, TextArea } from '~/ui/index.ts';
import { formatHs, GOODS, parseHs, usualIn } from './content-model.ts';
import { type Lookups, schemeOf } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { SectionFrame, WithDraft } from './SectionPage.tsx';
import { t } from './texts.ts';
import { fieldOf, type PartForm, usePart } from './use-part.ts';

const optionOf = (product: Product): Option => ({
  value: product.hsCode,
  label: `${formatHs(product.hsCode)} — ${say(product.label)}`,
  hint: product.measures.length > 0 ? t('product.measured') : undefined,
});

/** Finds the product of a code that was chosen earlier, to show its name and its measures again. */
function useProduct(code: string): [Product | null, (product: Product | null) => void] {
  const [product, setProduct] = useState<Product | null>(null);
  const known = product?.hsCode === code || product?.tecCode === code;
  useEffect(() => {
    if (!code || known) return;
    const abort = new AbortController();
    findProducts(code, abort.signal).then(
      (found) => setProduct(found.find((item) => item.hsCode === code || item.tecCode === code) ?? null),
      () => undefined,
    );
    return () => abort.abort();
  }, [code, known]);
  return [known ? product : null, setProduct];
}

function Measures({ product }: { product: Product }) {
  const now = today();
  const running = product.measures.filter((measure) => measure.from <= now && (!measure.to || measure.to >= now));
  return (
    <>
      {running.map((measure) => (
        <Banner
          key={measure.code}
          tone={measure.effect === 'block' ? 'error' : 'warning'}
          title={t(measure.effect === 'block' ? 'measure.block' : 'measure.warn')}
          live
        >
          <p>{say(measure.label)}</p>
          <p class="muted">{t('measure.source', { source: measure.source, date: formatDate(measure.from) })}</p>
        </Banner>
      ))}
    </>
  );
}

interface ProductFieldProps {
  form: PartForm;
  prefix: string;
  scheme: Scheme | undefined;
  schemes: Scheme[];
}

function ProductField({ form, prefix, scheme, schemes }: ProductFieldProps) {
  const code = form.values[`${prefix}/hsCode`] ?? '';
  const [product, setProduct] = useProduct(code);
  const [found, setFound] = useState<Product[]>([]);
  const choose = (option: Option | null) => {
    const picked = found.find((item) => item.hsCode === option?.value) ?? null;
    const changed: Record<string, string> = { [`${prefix}/hsCode`]: option?.value ?? '' };
    const usual = usualIn(scheme, schemes, picked?.usualCriterion);
    if (usual && !form.values[`${prefix}/criterion`]) changed[`${prefix}/criterion`] = usual;
    setProduct(picked);
    form.setSome(changed);
  };
  const accept = (typed: string): Option | null => {
    const digits = parseHs(typed);
    return digits ? { value: digits, label: formatHs(digits) } : null;
  };
  const chosen = code ? (product ? optionOf(product) : { value: code, label: formatHs(code) }) : null;
  return (
    <>
      <Combobox
        {...fieldOf(form, `${prefix}/hsCode`)}
        label={t('goods.hsCode')}
        hint={t('goods.hsCode.hint')}
        chosen={chosen && { value: chosen.value, label: chosen.label }}
        onChoose={choose}
        search={async (typed, signal) => {
          const items = await findProducts(typed, signal);
          setFound(items);
          return items.map(optionOf);
        }}
        accept={accept}
      />
      {product && <Measures product={product} />}
    </>
  );
}

function CriterionField({ form, prefix, scheme }: { form: PartForm; prefix: string; scheme: Scheme | undefined }) {
  if (!scheme) {
    return (
      <Banner tone="warning">
        <p>{t('goods.criterion.noScheme')}</p>
      </Banner>
    );
  }
  const chosen = scheme.criteria.find((criterion) => criterion.code === form.values[`${prefix}/criterion`]);
  const detail = chosen?.detail;
  return (
    <>
      <Radios
        {...fieldOf(form, `${prefix}/criterion`)}
        label={t('goods.criterion')}
        hint={t('goods.criterion.hint')}
        choices={scheme.criteria.map((criterion) => ({
          value: criterion.code,
          label: `${criterion.code} — ${say(criterion.label)}`,
        }))}
      />
      {detail && (
        <Field
          {...fieldOf(form, `${prefix}/criterionDetail`)}
          label={t(`goods.detail.${detail}`)}
          hint={t(`goods.detail.${detail}.hint`)}
          width="m"
          maxLength={60}
        />
      )}
    </>
  );
}

/** What only makes sense together: net within gross, and the detail that a criterion calls for. */
export function lineFaults(
  values: Record<string, string>,
  prefix: string,
  item: GoodsItem,
  scheme: Scheme | undefined,
): Fault[] {
  const faults: Fault[] = [];
  const { grossWeightG, netWeightG } = item;
  if (typeof grossWeightG === 'number' && typeof netWeightG === 'number' && netWeightG > grossWeightG) {
    faults.push({ pointer: `${prefix}/netWeightG`, message: t('bad.net') });
  }
  const detail = scheme?.criteria.find((criterion) => criterion.code === item.criterion)?.detail;
  if (detail && !values[`${prefix}/criterionDetail`]?.trim()) {
    faults.push({
      pointer: `${prefix}/criterionDetail`,
      message: t('missing', { field: t(`goods.detail.${detail}`) }),
    });
  }
  return faults;
}

function LineForm({ editor, lookups, line }: { editor: DraftEditor; lookups: Lookups; line: number }) {
  const prefix = `/goods/${line}`;
  const scheme = schemeOf(lookups, editor.content);
  const form = usePart(editor, GOODS, prefix, (part) => {
    const goods = [...(editor.content.goods ?? [])];
    goods[line] = part as GoodsItem;
    return { goods };
  });
  const kinds = lookups.reference.packageKinds.map((kind) => ({
    value: kind.code,
    label: `${say(kind.name)} (${kind.code})`,
  }));
  const list = `/app/demandes/${editor.application.value.id}/marchandises`;
  return (
    <SectionFrame
      editor={editor}
      lookups={lookups}
      section="marchandises"
      title={t('goods.line', { line: line + 1 })}
      faults={form.faults}
      round={form.round}
      leave={() => form.leave(lineFaults(form.values, prefix, editor.content.goods?.[line] ?? {}, scheme))}
      continueTo={list}
      backTo={list}
    >
      <ProductField form={form} prefix={prefix} scheme={scheme} schemes={lookups.schemes} />
      <TextArea
        {...fieldOf(form, `${prefix}/description`)}
        label={t('goods.description')}
        hint={t('goods.description.hint')}
        rows={2}
        maxLength={500}
      />
      <div class="field-pair">
        <Field {...fieldOf(form, `${prefix}/packageCount`)} label={t('goods.packageCount')} inputMode="numeric" />
        <Select
          {...fieldOf(form, `${prefix}/packageKind`)}
          label={t('goods.packageKind')}
          choices={kinds}
          placeholder={t('choose')}
        />
      </div>
      <Field
        {...fieldOf(form, `${prefix}/marks`)}
        label={t('goods.marks')}
        hint={t('goods.marks.hint')}
        maxLength={200}
      />
      <div class="field-pair">
        <Field
          {...fieldOf(form, `${prefix}/grossWeightG`)}
          label={t('goods.grossWeightG')}
          inputMode="decimal"
          suffix="kg"
        />
        <Field
          {...fieldOf(form, `${prefix}/netWeightG`)}
          label={t('goods.netWeightG')}
          inputMode="decimal"
          suffix="kg"
          optional
        />
      </div>
      <Field
        {...fieldOf(form, `${prefix}/supplementaryQuantity`)}
        label={t('goods.supplementaryQuantity')}
        hint={t('goods.supplementaryQuantity.hint')}
        optional
        width="m"
        maxLength={60}
      />
      <Field
        {...fieldOf(form, `${prefix}/fobValueXof`)}
        label={t('goods.fobValueXof')}
        hint={t('goods.fobValueXof.hint')}
        inputMode="numeric"
        suffix="FCFA"
        width="m"
      />
      <CriterionField form={form} prefix={prefix} scheme={scheme} />
      <Field
        {...fieldOf(form, `${prefix}/producer`)}
        label={t('goods.producer')}
        hint={t('goods.producer.hint')}
        optional
        width="l"
        maxLength={200}
      />
    </SectionFrame>
  );
}

/** One line of goods. The line after the last one is a new line, which begins to exist with its first letter. */
export default function GoodsLinePage({ id = '', line = '0' }: RouteParams) {
  return (
    <WithDraft id={id} title={t('section.marchandises')}>
      {(editor, lookups) => {
        const wanted = /^\d+$/.test(line) ? Number(line) : 0;
        const index = Math.min(wanted, editor.content.goods?.length ?? 0);
        return <LineForm key={index} editor={editor} lookups={lookups} line={index} />;
      }}
    </WithDraft>
  );
}
