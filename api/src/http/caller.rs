//! Who calls. The extractor authenticates, authorises and yields the actor: a handler without it has nothing to work with.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use tokio::sync::Notify;

use super::problem::Problem;
use crate::app::App;
use crate::identity::{Actor, Permission};
use crate::registration;
use crate::store::accounts::Live;

/// A kind of thing a route asks its caller to be allowed to do.
pub trait Right: 'static {
    const PERMISSION: Permission;
}

/// Names for [`Permission`]s that a handler's signature can carry.
pub mod right {
    use super::{Permission, Right};

    macro_rules! rights {
        ($($name:ident),+ $(,)?) => {
            $(
                #[derive(Debug)]
                pub struct $name;
                impl Right for $name {
                    const PERMISSION: Permission = Permission::$name;
                }
            )+
        };
    }

    rights!(
        KeepAccount,
        BeSignedIn,
        RegisterFirm,
        ManageMembers,
        Apply,
        Pay,
        ReadApplications,
        Examine,
        Sign,
        TakeFiles,
        WorkQueues,
        ReadExporters,
        VerifyExporters,
        ReadCertificates,
        Endorse,
        ReadPayments,
        SeePayment,
        ReadBooks,
        KeepBooks,
        ApproveRefund,
        Reconcile,
        Steer,
        ReadAudit,
        CheckAudit,
        ManageAccounts,
        ManageRules,
    );
}

/// A signed-in person who may do this kind of thing.
#[derive(Debug)]
pub struct Caller<R: Right> {
    pub actor: Actor,
    right: PhantomData<R>,
}

impl<R: Right> FromRequest for Caller<R> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let app = request.app_data::<Data<App>>().cloned();
        let token = bearer(request);
        let admitted = Admission::announce(request);
        Box::pin(async move {
            let app = app.ok_or_else(|| Problem::internal(&"the application is not configured"))?;
            let claimed = token.and_then(|token| app.tokens.read(&token, app.clock.now()));
            let claimed = claimed.ok_or_else(Problem::unauthenticated)?;
            // The token says who; the session says whether that is still so, which makes logout and suspension immediate.
            let Live { actor, has_second_factor } =
                registration::live_actor(&app, claimed).await?.ok_or_else(Problem::unauthenticated)?;
            if !actor.role.may(R::PERMISSION) {
                return Err(Problem::forbidden());
            }
            let must_enrol = app.settings.demands_second_factor(actor.role) && !has_second_factor;
            if must_enrol && R::PERMISSION != Permission::KeepAccount {
                return Err(Problem::not_enrolled());
            }
            admitted.0.notify_one();
            Ok(Self { actor, right: PhantomData })
        })
    }
}

/// Whether the caller has been let in yet. A handler's arguments are read side by side; what is wrong with a body is told only
/// to those who may send one.
#[derive(Clone)]
pub struct Admission(Arc<Notify>);

impl Admission {
    fn announce(request: &HttpRequest) -> Self {
        let admission = Self(Arc::new(Notify::new()));
        request.extensions_mut().insert(admission.clone());
        admission
    }

    /// Waits until the caller is let in, where there is one to wait for. A caller who is turned away ends the request.
    pub async fn before_errors(admission: Option<Self>) {
        if let Some(admission) = admission {
            admission.0.notified().await;
        }
    }
}

fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
