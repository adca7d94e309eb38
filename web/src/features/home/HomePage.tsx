import type { ApplicationSummary } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { createApplication, listApplications } from '~/lib/api/index.ts';
import { formatShortDate } from '~/lib/dates/index.ts';
import { countryOf } from '~/lib/i18n/index.ts';
import { APPLICATION_TONES, applicationStatus } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { useIntent } from '~/lib/net/intent.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { account } from '~/lib/session/index.ts';
import { Badge, Banner, Button, ButtonLink, ErrorSummary, Loaded, Page } from '~/ui/index.ts';
import { deskOf, lastSent } from './home-model.ts';
import { t } from './texts.ts';

/** Reads enough of the firm's latest applications to know what waits; the whole list has its own page. */
const READ = 50;

function FirmBanner() {
  const person = account.value;
  if (!person?.exporterId) {
    return (
      <Banner title={t('firm.none')}>
        <p>{t('firm.none.detail')}</p>
        <ButtonLink href="/app/entreprise/inscription">{t('firm.none.link')}</ButtonLink>
      </Banner>
    );
  }
  if (!person.exporterStatus || person.exporterStatus === 'verified') return null;
  return (
    <Banner tone={person.exporterStatus === 'pending' ? 'info' : 'warning'} title={t(`firm.${person.exporterStatus}`)}>
      <p>
        <a href="/app/entreprise">{t('firm.see')}</a>
      </p>
    </Banner>
  );
}

/** What the title does not say yet. */
function rowHint(item: ApplicationSummary, title: string): string {
  const what = item.goodsSummary ?? t('goods.none');
  const parts = [item.reference, what, item.destination ? countryOf(item.destination) : ''];
  return parts.filter((part) => part && part !== title).join(' · ');
}

function todoTitle(item: ApplicationSummary): string {
  return t(item.status === 'returned' ? 'todo.fix' : 'todo.pay');
}

function List(props: {
  id: string;
  title: string;
  items: ApplicationSummary[];
  titleOf?: (item: ApplicationSummary) => string;
}) {
  if (props.items.length === 0) return null;
  return (
    <section aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      <ul class="task-list">
        {props.items.map((item) => {
          const title = props.titleOf?.(item) ?? item.goodsSummary ?? item.reference;
          return (
            <li class="task" key={item.id}>
              <span class="task-text">
                <a class="task-title task-link" href={`/app/demandes/${item.id}`}>
                  {title}
                </a>
                <span class="task-hint">{rowHint(item, title)}</span>
                <span class="task-hint">{t('updated', { date: formatShortDate(item.updatedAt) })}</span>
              </span>
              <Badge tone={APPLICATION_TONES[item.status]}>{applicationStatus(item.status)}</Badge>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Duplicate({ item }: { item: ApplicationSummary }) {
  const { route } = useLocation();
  const underOneKey = useIntent();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const copy = async () => {
    setPending(true);
    try {
      const application = await underOneKey((key) => createApplication({ copyOf: item.id }, key));
      route(`/app/demandes/${application.id}`);
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setPending(false);
    }
  };
  return (
    <>
      <ErrorSummary faults={[]} problem={problem} round={problem ? 1 : 0} />
      <Button kind="secondary" pending={pending} pendingText={t('duplicate.pending')} onClick={() => void copy()}>
        {t('duplicate')}
      </Button>
      <p class="muted">{t('duplicate.detail', { reference: item.reference })}</p>
    </>
  );
}

function Desk({ items }: { items: ApplicationSummary[] }) {
  const desk = deskOf(items);
  const last = lastSent(items);
  const nothing = items.length === 0;
  return (
    <div class="columns">
      <div>
        {nothing && (
          <section aria-labelledby="how">
            <h2 id="how">{t('how')}</h2>
            <ol>
              <li>{t('how.1')}</li>
              <li>{t('how.2')}</li>
              <li>{t('how.3')}</li>
              <li>{t('how.4')}</li>
            </ol>
          </section>
        )}
        {!nothing && desk.todo.length === 0 && <p class="lead">{t('todo.none')}</p>}
        <List id="todo" title={t('todo')} items={desk.todo} titleOf={todoTitle} />
        <List id="drafts" title={t('drafts')} items={desk.drafts} />
        <List id="recent" title={t('recent')} items={desk.others} />
        {!nothing && (
          <p>
            <a href="/app/demandes">{t('all')}</a>
          </p>
        )}
      </div>
      <aside>
        <section class="card" aria-labelledby="start">
          <h2 id="start">{t('start')}</h2>
          <ButtonLink href="/app/demandes/nouvelle">{t('new')}</ButtonLink>
          {last && <Duplicate item={last} />}
        </section>
      </aside>
    </div>
  );
}

export default function HomePage() {
  const person = account.value;
  const firm = person?.exporterId ?? '';
  const list = useLoad(async (signal) => (firm ? (await listApplications({ limit: READ }, signal)).items : []), [firm]);
  useLive(['applications'], list.reload);
  return (
    <Page
      wide
      title={t('title', { name: person?.fullName ?? '' })}
      documentTitle={t('documentTitle')}
      caption={person?.exporterName}
    >
      <FirmBanner />
      {firm && <Loaded from={list}>{(items) => <Desk items={items} />}</Loaded>}
    </Page>
  );
}
