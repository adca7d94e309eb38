import type { Application } from '@api/types';
import { useState } from 'preact/hooks';
import { getApplicationTimeline, getFaults } from '~/lib/api/index.ts';
import { formatDateTime } from '~/lib/dates/index.ts';
import { APPLICATION_TONES, applicationStatus } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import type { RouteParams } from '~/routes.ts';
import {
  Badge,
  Banner,
  Button,
  ButtonLink,
  ErrorSummary,
  Loaded,
  Page,
  type Task,
  TaskList,
  Timeline,
} from '~/ui/index.ts';
import { CheckedContent } from './CheckedContent.tsx';
import { ClockNote } from './ClockNote.tsx';
import { hrefOf, SECTIONS, sectionOf, sectionState } from './content-model.ts';
import { type Lookups, labelAt } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { useDraft, useLookups } from './drafts.ts';
import { momentsOf } from './history.ts';
import { useStart } from './NewApplicationPage.tsx';
import { ProgressSteps } from './ProgressSteps.tsx';
import { t } from './texts.ts';

/** The parts to fill, the check last. A part is linked even when it is filled: everything may be changed until it is sent. */
function Tasks({ editor }: { editor: DraftEditor }) {
  const application = editor.application.value;
  const faults = useLoad(
    () => getFaults(application.id),
    [application.id, application.version, application.documents.length],
  );
  const base = `/app/demandes/${application.id}`;
  const asked = application.status === 'returned' ? (application.lastReturn?.reasons ?? []) : [];
  return (
    <Loaded from={faults}>
      {(found) => {
        const parts: Task[] = SECTIONS.map((section) => ({
          title: t(`section.${section}`),
          hint: t(`section.${section}.hint`),
          href: `${base}/${section}`,
          state: sectionState(section, editor.content, application.documents.length, found, asked),
        }));
        const others = found.filter((fault) => sectionOf(fault.pointer) === null);
        const last: Task = {
          title: t('section.verifier'),
          hint: t('section.verifier.hint'),
          href: `${base}/verifier`,
          state: found.length > 0 ? 'blocked' : 'todo',
        };
        return (
          <>
            {others.map((fault) => (
              <Banner key={fault.pointer + fault.code} tone="warning">
                <p>
                  <a href={hrefOf(application.id, fault.pointer)}>{fault.detail}</a>
                </p>
              </Banner>
            ))}
            <TaskList tasks={[...parts, last]} />
          </>
        );
      }}
    </Loaded>
  );
}

function Returned({ application }: { application: Application }) {
  const last = application.lastReturn;
  if (application.status !== 'returned' || !last) return null;
  return (
    <section class="banner banner-warning" aria-labelledby="returned-title">
      <h2 class="banner-title" id="returned-title">
        {t('returned.title')}
      </h2>
      <p>{t('returned.detail')}</p>
      <ul>
        {last.reasons.map((reason) => (
          <li key={reason.pointer + reason.code}>
            <a href={hrefOf(application.id, reason.pointer)}>{labelAt(reason.pointer)}</a>
            {' : '}
            {reason.message}
          </li>
        ))}
      </ul>
      {last.comment && <p class="quoted">{last.comment}</p>}
      <p class="muted">{t('returned.by', { name: last.by, at: formatDateTime(last.at) })}</p>
    </section>
  );
}

function Decision({ application }: { application: Application }) {
  const decision = application.decision;
  if (application.status === 'approved' && application.certificateNumber) {
    return (
      <Banner tone="success" title={t('decision.approved')}>
        <p>{t('decision.approved.detail', { number: application.certificateNumber })}</p>
        <ButtonLink href={`/app/certificats/${application.certificateNumber}`}>
          {t('decision.approved.link')}
        </ButtonLink>
      </Banner>
    );
  }
  if (application.status !== 'refused') return null;
  return (
    <Banner tone="error" title={t('decision.refused')}>
      {decision?.reasons && decision.reasons.length > 0 && (
        <ul>
          {decision.reasons.map((reason) => (
            <li key={reason.code}>{reason.message}</li>
          ))}
        </ul>
      )}
      <p>{t('decision.refused.next')}</p>
    </Banner>
  );
}

function Actions({ application }: { application: Application }) {
  const { begin, pending, problem, round } = useStart({ copyOf: application.id });
  const may = (action: (typeof application.allowedActions)[number]) => application.allowedActions.includes(action);
  const base = `/app/demandes/${application.id}`;
  return (
    <>
      <ErrorSummary faults={[]} problem={problem} round={round} />
      <div class="row">
        {may('copy') && application.status !== 'draft' && (
          <Button kind="secondary" pending={pending} pendingText={t('new.pending')} onClick={() => void begin()}>
            {t('copy')}
          </Button>
        )}
        {may('withdraw') && (
          <a href={`${base}/retrait`}>{t(application.status === 'draft' ? 'discard' : 'withdraw')}</a>
        )}
      </div>
    </>
  );
}

function History({ id, version }: { id: string; version: number }) {
  const events = useLoad(() => getApplicationTimeline(id), [id, version]);
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('history')}</h2>
      <Loaded from={events}>{(items) => <Timeline moments={momentsOf(items)} />}</Loaded>
    </section>
  );
}

function Payment({ application }: { application: Application }) {
  const order = application.feeOrder;
  if (order?.status !== 'unpaid') return null;
  return (
    <Banner tone="warning" title={t('pay.title', { amount: formatXof(order.amountXof) })}>
      <p>{t('pay.detail')}</p>
      <ButtonLink href={`/app/demandes/${application.id}/paiement`}>{t('pay.link')}</ButtonLink>
    </Banner>
  );
}

function Overview({ editor, lookups }: { editor: DraftEditor; lookups: Lookups }) {
  const application = editor.application.value;
  const [shown, setShown] = useState(false);
  const editable = application.allowedActions.includes('edit');
  const draft = application.status === 'draft';
  return (
    <Page
      wide
      title={draft ? t('draft.title') : t('application.title', { reference: application.reference })}
      caption={
        <>
          {draft && `${application.reference} · `}
          <Badge tone={APPLICATION_TONES[application.status]}>{applicationStatus(application.status)}</Badge>
        </>
      }
      back={{ href: '/app', label: t('backHome') }}
    >
      <div class="columns">
        <div>
          {!draft && <ProgressSteps application={application} />}
          {draft && <p class="lead">{t('draft.lead')}</p>}
          {!draft && <p class="lead">{t(`status.${application.status}`)}</p>}
          <Returned application={application} />
          <Decision application={application} />
          <Payment application={application} />
          {editable && <Tasks editor={editor} />}
          {!editable && (
            <details class="more" open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
              <summary>{t('content.show')}</summary>
              {shown && <CheckedContent editor={editor} lookups={lookups} editable={false} faults={[]} />}
            </details>
          )}
          <Actions application={application} />
        </div>
        <aside>
          {draft ? (
            <section class="card" aria-labelledby="price">
              <h2 id="price">{t('price.title')}</h2>
              <p class="lead">
                {typeof application.feeXof === 'number' ? formatXof(application.feeXof) : t('price.afterScheme')}
              </p>
              <p class="muted">{t('price.detail')}</p>
            </section>
          ) : (
            <>
              <ClockNote application={application} />
              <History id={application.id} version={application.version} />
            </>
          )}
        </aside>
      </div>
    </Page>
  );
}

export default function ApplicationPage({ id = '' }: RouteParams) {
  const draft = useDraft(id, true);
  useLive(['applications'], draft.reload);
  const lookups = useLookups();
  return (
    <Loaded from={draft} title={t('application')}>
      {(editor) => (
        <Loaded from={lookups} title={t('application')}>
          {(names) => <Overview editor={editor} lookups={names} />}
        </Loaded>
      )}
    </Loaded>
  );
}
