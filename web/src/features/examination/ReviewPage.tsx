import type { Application, ApplicationAction, ContentChange } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { CheckedContent } from '~/features/application/CheckedContent.tsx';
import { ClockNote } from '~/features/application/ClockNote.tsx';
import { type Lookups, labelAt, schemeOf, showValue } from '~/features/application/display.ts';
import { useLookups } from '~/features/application/drafts.ts';
import { momentsOf } from '~/features/application/history.ts';
import { getApplication, getApplicationTimeline } from '~/lib/api/index.ts';
import { claim, getChanges, release } from '~/lib/api/staff.ts';
import { formatDateTime } from '~/lib/dates/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { APPLICATION_TONES, applicationStatus } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import type { RouteParams } from '~/routes.ts';
import { Badge, Banner, Button, ButtonLink, ErrorSummary, Loaded, Page, SummaryList, Timeline } from '~/ui/index.ts';
import { DocumentViewer } from './DocumentViewer.tsx';
import './examination.css';
import { AnswerPanel, ApprovePanel, AskPanel, ProposePanel, ReconsiderPanel, RefusePanel } from './Panels.tsx';
import { ReturnPanel } from './Remarks.tsx';
import { changedAt } from './review-model.ts';
import { t } from './texts.ts';

/** The steps that open a form, in the order they are offered. */
const STEPS = ['propose', 'return', 'request_opinion', 'give_opinion', 'approve', 'reconsider', 'refuse'] as const;
type Step = (typeof STEPS)[number];

interface ViewProps {
  application: Application;
  lookups: Lookups;
  onChange: (application: Application) => void;
}

/** Takes the file, or gives it back. Somebody else's file is only taken over on purpose. */
function Holding({ application, onChange }: Omit<ViewProps, 'lookups'>) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const may = (action: ApplicationAction) => application.allowedActions.includes(action);
  const run = async (work: () => Promise<Application>) => {
    setPending(true);
    setProblem(undefined);
    try {
      onChange(await work());
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setPending(false);
    }
  };
  const held = application.assignee;
  return (
    <section class="card" aria-labelledby="holder">
      <h2 id="holder">{t('holder.title')}</h2>
      <ErrorSummary faults={[]} problem={problem} round={1} />
      <p>{held ? t('holder.name', { name: held.name }) : t('holder.none')}</p>
      {may('claim') && (
        <Button
          kind={held ? 'secondary' : 'primary'}
          pending={pending}
          pendingText={t('pending')}
          onClick={() => void run(() => claim(application.id, Boolean(held)))}
        >
          {t(held ? 'holder.takeOver' : 'holder.take')}
        </Button>
      )}
      {may('release') && (
        <Button
          kind="secondary"
          pending={pending}
          pendingText={t('pending')}
          onClick={() => void run(() => release(application.id))}
        >
          {t('holder.release')}
        </Button>
      )}
    </section>
  );
}

function Panel({ step, ...props }: ViewProps & { step: Step }) {
  const { application, lookups, onChange } = props;
  const given = { application, onDone: onChange };
  switch (step) {
    case 'propose':
      return <ProposePanel {...given} scheme={schemeOf(lookups, application.content)} />;
    case 'return':
      return <ReturnPanel {...given} reference={lookups.reference} />;
    case 'request_opinion':
      return <AskPanel {...given} />;
    case 'give_opinion':
      return <AnswerPanel {...given} />;
    case 'approve':
      return <ApprovePanel {...given} />;
    case 'reconsider':
      return <ReconsiderPanel {...given} />;
    case 'refuse':
      return <RefusePanel {...given} reference={lookups.reference} />;
  }
}

/** What may be done now: one step is open at a time, and nothing happens before its own button. */
function Steps(props: ViewProps) {
  const offered = STEPS.filter((step) => props.application.allowedActions.includes(step));
  const [open, setOpen] = useState<Step | null>(null);
  if (offered.length === 0) return null;
  const current = open && offered.includes(open) ? open : null;
  return (
    <section aria-labelledby="steps" class="steps">
      <h2 id="steps">{t('steps.title')}</h2>
      <div class="row">
        {offered.map((step) => (
          <button
            key={step}
            type="button"
            class={`button ${step === current ? 'button-primary' : 'button-secondary'}`}
            aria-expanded={step === current}
            aria-controls="step-panel"
            onClick={() => setOpen(step === current ? null : step)}
          >
            {t(`step.${step}`)}
          </button>
        ))}
      </div>
      <div id="step-panel">{current && <Panel key={current} {...props} step={current} />}</div>
    </section>
  );
}

function Conclusion({ application, lookups }: Omit<ViewProps, 'onChange'>) {
  const { proposal, opinion } = application;
  const checklist = schemeOf(lookups, application.content)?.checklist ?? [];
  return (
    <>
      {opinion && (
        <section class="card" aria-labelledby="opinion">
          <h2 id="opinion">{t('opinion.title', { body: opinion.body })}</h2>
          <p>{opinion.question}</p>
          {opinion.text ? (
            <p class="quoted">
              <Badge tone={opinion.favourable ? 'success' : 'danger'}>
                {t(opinion.favourable ? 'answer.favourable' : 'answer.unfavourable')}
              </Badge>{' '}
              {opinion.text}
            </p>
          ) : (
            <p class="muted">{t('opinion.waiting')}</p>
          )}
        </section>
      )}
      {proposal && (
        <section class="card" aria-labelledby="proposal">
          <h2 id="proposal">{t('proposal.title')}</h2>
          <p>
            <Badge tone={proposal.favourable === false ? 'danger' : 'success'}>
              {t(proposal.favourable === false ? 'propose.unfavourable' : 'propose.favourable')}
            </Badge>
          </p>
          <p class="quoted">{proposal.opinion}</p>
          <p class="muted">{t('proposal.by', { name: proposal.by })}</p>
          <details class="more">
            <summary>{t('proposal.checklist')}</summary>
            <SummaryList
              rows={proposal.checklist.map((item) => ({
                key: say(checklist.find((known) => known.code === item.code)?.label) || item.code,
                value: (
                  <Badge tone={item.ok ? 'success' : 'danger'}>{t(item.ok ? 'propose.ok' : 'propose.notOk')}</Badge>
                ),
              }))}
            />
          </details>
        </section>
      )}
    </>
  );
}

function Decision({ application }: { application: Application }) {
  if (application.status === 'approved') {
    return (
      <Banner tone="success" title={t('approved.title')}>
        {application.certificateNumber ? (
          <ButtonLink href={`/agent/certificats/${application.certificateNumber}`}>
            {t('approved.link', { number: application.certificateNumber })}
          </ButtonLink>
        ) : (
          <p>{t('approved.sealing')}</p>
        )}
      </Banner>
    );
  }
  const last = application.lastReturn;
  if (application.status !== 'returned' || !last) return null;
  return (
    <Banner tone="warning" title={t('returned.title')}>
      <ul>
        {last.reasons.map((reason) => (
          <li key={`${reason.pointer} ${reason.code}`}>
            {labelAt(reason.pointer)} : {reason.message}
          </li>
        ))}
      </ul>
      <p class="muted">{t('returned.by', { name: last.by, at: formatDateTime(last.at) })}</p>
    </Banner>
  );
}

function Changed({ change, lookups, application }: { change: ContentChange } & Omit<ViewProps, 'onChange'>) {
  const before = showValue(change.pointer, change.before, lookups, application.content);
  return (
    <span class="changed">
      <Badge tone="warning">{t('changed')}</Badge> <del>{before || t('changed.empty')}</del>
    </span>
  );
}

function Review({ application, lookups, onChange }: ViewProps) {
  const changes = useLoad(() => getChanges(application.id), [application.id, application.version]);
  const events = useLoad(() => getApplicationTimeline(application.id), [application.id, application.version]);
  const mark = (pointer: string) => {
    const change = changedAt(changes.data ?? [], pointer);
    return change ? <Changed change={change} lookups={lookups} application={application} /> : null;
  };
  return (
    <Page
      wide
      title={t('review.title', { reference: application.reference })}
      caption={
        <>
          {application.exporter.name} ·{' '}
          <Badge tone={APPLICATION_TONES[application.status]}>{applicationStatus(application.status)}</Badge>
          {application.late && (
            <>
              {' '}
              <Badge tone="danger">{t('late')}</Badge>
            </>
          )}
        </>
      }
      back={{ href: '/agent', label: t('back') }}
    >
      <Decision application={application} />
      {application.feeOrder?.status === 'unpaid' && application.feeOrder.attempts.some((one) => one.reversedAt) && (
        <Banner tone="error" title={t('reversed.title')}>
          <p>{t('reversed.detail')}</p>
        </Banner>
      )}
      <div class="review">
        <div>
          <Steps application={application} lookups={lookups} onChange={onChange} />
          {(changes.data?.length ?? 0) > 0 && (
            <Banner title={t('changes.title', { n: changes.data?.length ?? 0 })}>
              <p>{t('changes.detail')}</p>
            </Banner>
          )}
          <CheckedContent
            editor={{ content: application.content, application: { value: application } }}
            lookups={lookups}
            editable={false}
            faults={[]}
            mark={mark}
          />
        </div>
        <aside>
          <Holding application={application} onChange={onChange} />
          <Conclusion application={application} lookups={lookups} />
          <section aria-labelledby="documents">
            <h2 id="documents">{t('documents.title')}</h2>
            <DocumentViewer documents={application.documents} reference={lookups.reference} />
          </section>
          <ClockNote application={application} />
          <section aria-labelledby="history">
            <h2 id="history">{t('history')}</h2>
            <Loaded from={events}>{(items) => <Timeline moments={momentsOf(items)} />}</Loaded>
          </section>
        </aside>
      </div>
    </Page>
  );
}

/** One file on the agency's desk: what is asked beside what proves it, and what may be done with it. */
export default function ReviewPage({ id = '' }: RouteParams) {
  const file = useLoad(() => getApplication(id), [id]);
  const lookups = useLookups();
  const { route } = useLocation();
  useLive(['applications'], file.reload);
  const done = (application: Application) => {
    // A file that left one's hands leaves the screen for the desk; a decided one stays, since its certificate is here.
    const moved = application.status !== file.data?.status;
    if (moved && ['returned', 'proposed', 'queued'].includes(application.status)) route('/agent');
    else file.replace(application);
  };
  return (
    <Loaded from={file} title={t('review')}>
      {(application) => (
        <Loaded from={lookups} title={t('review')}>
          {(names) => <Review application={application} lookups={names} onChange={done} />}
        </Loaded>
      )}
    </Loaded>
  );
}
