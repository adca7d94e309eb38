//! How often one place may knock at the doors that anyone may knock at.
//!
//! This slows a machine that tries many logins; [`crate::origin::attempts`] slows the many machines that try one.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::problem::Problem;
use crate::app::App;
use crate::failure::NotSignedIn;

/// Places remembered at most; beyond it those who have been quiet are forgotten, and then newcomers share one allowance.
const PLACES_MAX: usize = 50_000;

/// A door and how often one place may knock at it.
pub trait Door: 'static {
    /// Knocks allowed at once. An office behind one address signs in together at eight o'clock.
    const AT_ONCE: u32;
    /// Seconds after which one more is allowed.
    const EVERY_SECONDS: u64;
    fn limiter(paces: &Paces) -> &DefaultKeyedRateLimiter<IpAddr>;
}

/// Signing in, and renewing a session.
#[derive(Debug)]
pub struct SigningIn;
/// Making an account.
#[derive(Debug)]
pub struct SigningUp;

impl Door for SigningIn {
    const AT_ONCE: u32 = 120;
    const EVERY_SECONDS: u64 = 1;
    fn limiter(paces: &Paces) -> &DefaultKeyedRateLimiter<IpAddr> {
        &paces.signing_in
    }
}

impl Door for SigningUp {
    const AT_ONCE: u32 = 40;
    const EVERY_SECONDS: u64 = 20;
    fn limiter(paces: &Paces) -> &DefaultKeyedRateLimiter<IpAddr> {
        &paces.signing_up
    }
}

/// What is remembered of each place, by door.
pub struct Paces {
    signing_in: DefaultKeyedRateLimiter<IpAddr>,
    signing_up: DefaultKeyedRateLimiter<IpAddr>,
}

impl Paces {
    #[must_use]
    pub fn new() -> Self {
        Self { signing_in: limiter::<SigningIn>(), signing_up: limiter::<SigningUp>() }
    }

    /// Seconds to wait, when this place knocked too often at this door.
    fn knock<D: Door>(&self, from: IpAddr) -> Result<(), u64> {
        let limiter = D::limiter(self);
        if limiter.len() > PLACES_MAX {
            limiter.retain_recent();
        }
        let from = if limiter.len() > PLACES_MAX { IpAddr::V6(Ipv6Addr::UNSPECIFIED) } else { place(from) };
        limiter.check_key(&from).map_err(|not_yet| {
            let clock = DefaultClock::default();
            not_yet.wait_time_from(clock.now()).as_secs() + 1
        })
    }
}

impl Default for Paces {
    fn default() -> Self {
        Self::new()
    }
}

fn limiter<D: Door>() -> DefaultKeyedRateLimiter<IpAddr> {
    let burst = NonZeroU32::new(D::AT_ONCE).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(Duration::from_secs(D::EVERY_SECONDS)).unwrap_or(Quota::per_second(burst));
    RateLimiter::keyed(quota.allow_burst(burst))
}

/// An IPv6 customer has a whole /64.
fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The client's address: what our own proxy saw when there is one, else the other end of the connection.
pub fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let behind_proxy = request.app_data::<Data<App>>().is_some_and(|app| app.settings.behind_proxy);
    let forwarded = || {
        // Only the last entry was written by our proxy; whatever stands before it came from the client.
        let header = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        header.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = request.peer_addr().map(|peer| peer.ip());
    if behind_proxy { forwarded().or(peer) } else { peer }
}

/// Proof that the caller does not knock too often at this door.
#[derive(Debug)]
pub struct Paced<D: Door>(PhantomData<D>);

impl<D: Door> FromRequest for Paced<D> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let from = client_address(request).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED));
        let knocked = request.app_data::<Data<Paces>>().map_or(Ok(()), |paces| paces.knock::<D>(from));
        ready(match knocked {
            Ok(()) => Ok(Self(PhantomData)),
            Err(retry_after_s) => Err(NotSignedIn::TooManyAttempts { retry_after_s }.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_knocks_so_often_and_another_is_not_its_neighbour() {
        let paces = Paces::new();
        let here: IpAddr = "2001:db8::1".parse().unwrap();
        for _ in 0..SigningUp::AT_ONCE {
            assert_eq!(paces.knock::<SigningUp>(here), Ok(()));
        }
        assert!((1..=21).contains(&paces.knock::<SigningUp>("2001:db8::2".parse().unwrap()).unwrap_err()));
        assert_eq!(paces.knock::<SigningUp>("2001:db8:0:1::1".parse().unwrap()), Ok(()));
        assert_eq!(paces.knock::<SigningIn>(here), Ok(()));
    }
}
