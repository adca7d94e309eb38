//! The operators' simulator as a program, for the demonstration and for browser journeys.

use std::net::{IpAddr, TcpListener};
use std::sync::Arc;

use boyoro::clock::Clock;
use boyoro::operators::profile::simulated;
use boyoro_tests::simulator::{World, serve};
use clap::Parser;

/// Simulated Orange Money and Wave: no money moves.
#[derive(Parser)]
#[command(name = "boyoro-simulator", version)]
struct Arguments {
    /// Address to listen on. Only this machine's own, unless --any-interface is given (inside a container).
    #[arg(long, env = "BOYORO_SIMULATOR_LISTEN", default_value = "127.0.0.1:8090")]
    listen: std::net::SocketAddr,
    /// What a payer's browser calls this server; the address it listens on when not given.
    #[arg(long, env = "BOYORO_OPERATORS_PUBLIC_URL")]
    public_url: Option<String>,
    /// Where the service is reached from here: callbacks go there.
    #[arg(long, env = "BOYORO_SIMULATOR_SERVICE", default_value = "http://127.0.0.1:8080")]
    service: String,
    /// Listen on another interface than the loopback.
    #[arg(long)]
    any_interface: bool,
}

fn main() -> std::process::ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    match run(arguments) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("boyoro-simulator: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> std::io::Result<()> {
    let host: IpAddr = arguments.listen.ip();
    if !host.is_loopback() && !arguments.any_interface {
        return Err(std::io::Error::other("the simulator listens on this machine only"));
    }
    let listener = TcpListener::bind(arguments.listen)?;
    let address = listener.local_addr()?;
    let public_url = arguments.public_url.unwrap_or_else(|| format!("http://{address}"));
    let world = Arc::new(World::new(Clock::System, public_url.trim_end_matches('/').to_owned()));
    let service = arguments.service.trim_end_matches('/');
    world.set_service(service);
    world.set_wave_webhook(format!("{service}/payment-callbacks/wave/{}", simulated::WAVE_SLUG));
    eprintln!("simulated operators on http://{address}");
    actix_web::rt::System::new().block_on(serve(world, listener)?)
}
