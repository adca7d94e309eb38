import type { FeeOrder } from '@api/types';
import { acknowledgement, orderQuittances, printQuittance } from '~/lib/api/books.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { FileButton, Loaded } from '~/ui/index.ts';
import { t } from './texts.ts';

/** What the payer may print: the acknowledgement at once, the quittance as soon as it has its number. */
export function Receipts({ order }: { order: FeeOrder }) {
  const quittances = useLoad(() => orderQuittances(order.id), [order.id, order.status]);
  useLive(['payments'], quittances.reload);
  return (
    <section aria-labelledby="receipts">
      <h2 id="receipts">{t('receipts')}</h2>
      <p>{t('receipts.detail')}</p>
      <div class="row">
        <FileButton name={`attestation-${order.reference}.pdf`} fetch={() => acknowledgement(order.id)}>
          {t('receipts.acknowledgement')}
        </FileButton>
        <Loaded from={quittances}>
          {(items) => (
            <>
              {items.length === 0 && <p>{t('receipts.waiting')}</p>}
              {items
                .filter((item) => item.kind === 'quittance')
                .map((item) =>
                  item.cancelledBy ? (
                    <p key={item.number}>{t('receipts.cancelled', { number: item.number })}</p>
                  ) : (
                    <FileButton
                      key={item.number}
                      name={`${item.number}.pdf`}
                      fetch={() => printQuittance(item.number)}
                      onDone={quittances.reload}
                    >
                      {t('receipts.quittance', { number: item.number })}
                    </FileButton>
                  ),
                )}
            </>
          )}
        </Loaded>
      </div>
    </section>
  );
}
