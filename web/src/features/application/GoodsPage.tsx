import type { GoodsItem } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { fieldId } from '~/lib/forms/index.ts';
import { formatCount, formatKg, formatXof } from '~/lib/money/index.ts';
import type { RouteParams } from '~/routes.ts';
import { Banner, Button, ButtonLink, type Column, Dialog, EmptyState, Table } from '~/ui/index.ts';
import { GOODS, goodsTotals, partFaults, readPart } from './content-model.ts';
import { goodsTitle, type Lookups, schemeOf } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { SectionFrame, WithDraft } from './SectionPage.tsx';
import { t } from './texts.ts';
import { askedFaults } from './use-part.ts';

interface Line {
  item: GoodsItem;
  index: number;
}

/** Whether a line still lacks something, or the agency asked to correct it. */
function lineNote(editor: DraftEditor, { item, index }: Line): string {
  const prefix = `/goods/${index}`;
  if (askedFaults(editor).some((fault) => fault.pointer.startsWith(`${prefix}/`))) return t('goods.toFix');
  return partFaults(GOODS, prefix, readPart(GOODS, prefix, item)).length > 0 ? t('goods.incomplete') : '';
}

function Totals({ goods }: { goods: GoodsItem[] }) {
  const totals = goodsTotals(goods);
  return (
    <p class="goods-totals">
      <strong>{t('goods.totals')}</strong> {t('goods.packages', { n: totals.packages })} ·{' '}
      {formatKg(totals.grossWeightG)} · {formatXof(totals.fobValueXof)}
    </p>
  );
}

function GoodsList({ editor, lookups }: { editor: DraftEditor; lookups: Lookups }) {
  const { route } = useLocation();
  const [removing, setRemoving] = useState<number | null>(null);
  const [round, setRound] = useState(0);
  const application = editor.application.value;
  const goods = editor.content.goods ?? [];
  const base = `/app/demandes/${application.id}/marchandises`;
  const single = schemeOf(lookups, editor.content)?.singleProduct === true;
  const empty = round > 0 && goods.length === 0 ? [{ pointer: '/goods', message: t('goods.missing') }] : [];

  const remove = async (index: number) => {
    editor.change({ goods: goods.filter((_, at) => at !== index) });
    setRemoving(null);
    await editor.flush();
  };
  const leave = async () => {
    if (goods.length === 0) {
      setRound(round + 1);
      return false;
    }
    const first = goods.findIndex((item, index) => lineNote(editor, { item, index }) === t('goods.incomplete'));
    if (first >= 0) {
      route(`${base}/${first}#check`);
      return false;
    }
    return (await editor.flush()) || editor.state.value.kind === 'waiting';
  };
  const columns: Column<Line>[] = [
    {
      title: t('goods.product'),
      head: true,
      cell: (line) => (
        <>
          <a href={`${base}/${line.index}`}>{goodsTitle(line.item)}</a>
          {lineNote(editor, line) && <span class="field-error line-note">{lineNote(editor, line)}</span>}
        </>
      ),
    },
    {
      title: t('goods.packageCount'),
      numeric: true,
      cell: ({ item }) => (item.packageCount ? formatCount(item.packageCount) : '—'),
    },
    {
      title: t('goods.grossWeightG'),
      numeric: true,
      cell: ({ item }) => (item.grossWeightG ? formatKg(item.grossWeightG) : '—'),
    },
    {
      title: t('goods.fobValueXof'),
      numeric: true,
      cell: ({ item }) => (item.fobValueXof ? formatXof(item.fobValueXof) : '—'),
    },
    {
      title: t('actions'),
      quiet: true,
      cell: ({ index }) => (
        <Button
          kind="quiet"
          small
          label={t('goods.removeLine', { line: index + 1 })}
          onClick={() => setRemoving(index)}
        >
          {t('remove')}
        </Button>
      ),
    },
  ];
  return (
    <SectionFrame
      editor={editor}
      lookups={lookups}
      section="marchandises"
      title={t('section.marchandises')}
      faults={empty}
      round={round}
      leave={leave}
    >
      {single && (
        <Banner title={t('goods.single.title')}>
          <p>{t('goods.single.detail')}</p>
        </Banner>
      )}
      <div id={fieldId('/goods')} tabIndex={-1}>
        {goods.length === 0 ? (
          <EmptyState title={t('goods.empty')}>
            <p>{t('goods.empty.detail')}</p>
          </EmptyState>
        ) : (
          <>
            <Table
              caption={t('section.marchandises')}
              columns={columns}
              rows={goods.map((item, index) => ({ item, index }))}
              keyOf={(line) => String(line.index)}
            />
            <Totals goods={goods} />
          </>
        )}
      </div>
      <p>
        <ButtonLink href={`${base}/${goods.length}`} kind="secondary">
          {t(goods.length === 0 ? 'goods.addFirst' : 'goods.add')}
        </ButtonLink>
      </p>
      {removing !== null && (
        <Dialog title={t('goods.remove.title', { line: removing + 1 })} onClose={() => setRemoving(null)}>
          <p>{goodsTitle(goods[removing] ?? {})}</p>
          <div class="row">
            <Button kind="danger" onClick={() => void remove(removing)}>
              {t('goods.remove.confirm')}
            </Button>
            <Button kind="quiet" onClick={() => setRemoving(null)}>
              {t('cancel')}
            </Button>
          </div>
        </Dialog>
      )}
    </SectionFrame>
  );
}

export default function GoodsPage({ id = '' }: RouteParams) {
  return (
    <WithDraft id={id} title={t('section.marchandises')}>
      {(editor, lookups) => <GoodsList editor={editor} lookups={lookups} />}
    </WithDraft>
  );
}
