//! The operators' simulator: a real HTTP server with every operator's exact paths, a payer's page and telephone, callbacks, and a control plane
//! for every failure. It listens on this machine only.
//!
//! Paths: Orange `POST /oauth/v3/token`, `POST /orange-money-webpay/{country}/v1/{webpayment|transactionstatus}`; Wave
//! `/v1/checkout/sessions…`, `/v1/transactions`, `/v1/balance`; PayDunya `/api/v1/{checkout-invoice|softpay}/…`; MTN `/collection/…`; the GSMA's
//! `/transactions…`, `/requeststates/…`, `/responses/…`; CinetPay `/v2/payment…`; the payer `/pay/{token}` and `/phone`; the control plane `/_ctl…`.

mod callbacks;
mod cinetpay;
mod control;
mod gsma;
mod mtn_momo;
mod orange_money;
mod page;
mod paydunya;
mod wave;
mod world;

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use actix_web::web::{self, Data};
use actix_web::{App, HttpServer};
use boyoro::clock::Clock;
use boyoro::operators::profile::{Profiles, simulated};

pub use callbacks::{cinet_pay_event, orange_event, pay_dunya_event, sign_wave, wave_event};
pub use gsma::event as gsma_event;
pub use mtn_momo::body as mtn_event;
pub use world::{Behaviour, Outcome, PayState, Payment, Which, World};

/// A running simulator. Stops when dropped.
pub struct Simulator {
    world: Arc<World>,
    address: SocketAddr,
    server: Option<(actix_web::dev::ServerHandle, JoinHandle<std::io::Result<()>>)>,
}

impl Simulator {
    /// Starts on a free port, by this machine's clock.
    ///
    /// # Panics
    /// When this machine has no free port.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port's number");
        let world = Arc::new(World::new(Clock::System, format!("http://{address}")));
        let (ready, started) = mpsc::channel();
        let shared = Arc::clone(&world);
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = serve(shared, listener)?;
                ready.send(server.handle()).map_err(std::io::Error::other)?;
                server.await
            })
        });
        let handle = started.recv().expect("the simulator starts");
        Self { world, address, server: Some((handle, thread)) }
    }

    /// The address everything is below, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The accounts the service must have to be this simulator's customer.
    #[must_use]
    pub fn profiles(&self) -> Profiles {
        Profiles::simulated(&self.url())
    }

    /// From now on its sessions and signatures go by this clock: the service's own, in a test.
    pub fn follow(&self, clock: Clock) {
        self.world.follow(clock);
    }

    /// Tells Wave where to post, as one does in its portal.
    pub fn register_wave_webhook(&self, service: &str) {
        self.world.set_wave_webhook(format!("{service}/payment-callbacks/wave/{}", simulated::WAVE_SLUG));
    }

    /// From now on, sessions of this operator behave so.
    pub fn behave(&self, which: Which, behaviour: Behaviour) {
        self.world.behave(which, None, behaviour);
    }

    /// The payer acts on the session with our reference.
    ///
    /// # Panics
    /// When there is no such session.
    pub async fn pay(&self, reference: &str, outcome: Outcome) {
        let handle = self.world.handle_of(reference).expect("a session with this reference");
        callbacks::act(&self.world, &handle, outcome).await;
    }

    /// The operator finds the session paid after all, whatever it said before, and tells nobody.
    ///
    /// # Panics
    /// When there is no such session.
    pub fn find_paid(&self, reference: &str) {
        let handle = self.world.handle_of(reference).expect("a session with this reference");
        callbacks::settle(&self.world, &handle, PayState::Paid).expect("a session with this handle");
    }

    /// The payer will pay this amount instead of what was asked for.
    ///
    /// # Panics
    /// When there is no such session.
    pub fn misprice(&self, reference: &str, amount: i64) {
        let handle = self.world.handle_of(reference).expect("a session with this reference");
        self.world.change(&handle, |payment| payment.amount = amount).expect("a session with this handle");
    }

    /// Sends the callback about a session once more, as it stands.
    ///
    /// # Panics
    /// When there is no such session.
    pub async fn call_again(&self, reference: &str) {
        let payment = self.payment(reference).expect("a session with this reference");
        callbacks::notify(&self.world, &payment).await;
    }

    /// The session with our reference, as the operator has it.
    #[must_use]
    pub fn payment(&self, reference: &str) -> Option<Payment> {
        self.world.handle_of(reference).and_then(|handle| self.world.payment(&handle))
    }

    /// Every session ever opened.
    #[must_use]
    pub fn payments(&self) -> Vec<Payment> {
        self.world.payments()
    }

    /// How often a call was made, e.g. `wave.create`, `orange_money.status`.
    #[must_use]
    pub fn calls(&self, name: &str) -> u64 {
        self.world.calls(name)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        if let Some((server, thread)) = self.server.take() {
            drop(server.stop(false));
            drop(thread.join());
        }
    }
}

/// Serves a world on a listener of this machine until told to stop.
///
/// # Errors
/// When the listener cannot be used, or is not on this machine.
pub fn serve(world: Arc<World>, listener: TcpListener) -> std::io::Result<actix_web::dev::Server> {
    let data = Data::from(world);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(64 * 1024))
            .configure(orange_money::routes)
            .configure(wave::routes)
            .configure(paydunya::routes)
            .configure(mtn_momo::routes)
            .configure(gsma::routes)
            .configure(cinetpay::routes)
            .configure(page::routes)
            .configure(control::routes)
    })
    .workers(2)
    .shutdown_timeout(1)
    .listen(listener)?
    .run();
    Ok(server)
}
