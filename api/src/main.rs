//! The command line: what the one binary can be asked to do, and nothing else.

use boyoro::app::App;
use boyoro::books;
use boyoro::clock::Clock;
use boyoro::demo::{self, NoDemo, Order};
use boyoro::failure::Failure;
use boyoro::http;
use boyoro::origin::event::By;
use boyoro::origin::rules::Rules;
use boyoro::registration::accounts::{self, NewStaff};
use boyoro::settings::Settings;
use boyoro::statement;
use boyoro::store::migrations;
use clap::{Parser, Subcommand};

/// A request makes and frees some hundred small pieces of memory, on one thread or across two, which this allocator is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "boyoro", version, about = "Electronic certificate-of-origin service")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers requests and does the background work.
    Serve,
    /// Brings the database to this program's schema.
    Migrate,
    /// Writes the description of the API.
    Openapi,
    /// Fills an empty store with demonstration data. Refused in the production profile.
    Demo(Demo),
    /// Makes an administrator's account, the first one above all. The password is read from standard input.
    Administrator {
        #[arg(long)]
        full_name: String,
        #[arg(long)]
        email: String,
    },
    /// Proves what is stored; exit code 1 when something is wrong.
    Check {
        #[command(subcommand)]
        what: What,
    },
    /// Reads an old workbook from standard input, with little memory and little time, for the service that starts it.
    #[command(hide = true, name = statement::READ_OLD_WORKBOOK)]
    ReadOldWorkbook,
    /// Writes data for other programs to standard output.
    Export {
        #[command(subcommand)]
        what: Exported,
    },
}

#[derive(Subcommand)]
enum What {
    /// Hashes the whole history again and follows its chains.
    Events,
    /// Counts every statistic again from the records.
    Statistics,
    /// Proves the books: every entry balances, every payment and refund is booked once, no series of quittances has a gap.
    Ledger,
}

#[derive(Subcommand)]
enum Exported {
    /// The ledger as a beancount journal.
    Ledger {
        /// The first day (YYYY-MM-DD); the first of the books when it is not given.
        #[arg(long)]
        from: Option<chrono::NaiveDate>,
        /// The last day (YYYY-MM-DD); today when it is not given.
        #[arg(long)]
        to: Option<chrono::NaiveDate>,
    },
}

#[derive(clap::Args)]
struct Demo {
    /// How many certificates to issue.
    #[arg(long, default_value_t = 3000)]
    certificates: u64,
    /// The same seed and the same last day give the same data.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The last day of the data (YYYY-MM-DD); they end now when it is not given.
    #[arg(long)]
    until: Option<chrono::NaiveDate>,
    /// Does nothing, and says so, when the store holds something already.
    #[arg(long)]
    if_empty: bool,
}

fn main() -> std::process::ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr)
        .init();
    match run(arguments.command) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("boyoro: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        Command::Serve => serve(),
        Command::Migrate => migrate(&Settings::from_environment()?),
        Command::Check { what } => check(&what),
        Command::Export { what: Exported::Ledger { from, to } } => export_ledger(books::Span { from, to }),
        Command::Administrator { full_name, email } => administrator(full_name, email),
        Command::ReadOldWorkbook => Ok(statement::read_old_workbook()?),
        Command::Openapi => {
            print!("{}", http::openapi::yaml()?);
            Ok(())
        }
        Command::Demo(asked) => demo(&asked),
    }
}

/// Makes an administrator. An argument would leave the password in the shell's history and in the list of processes.
fn administrator(full_name: String, email: String) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_environment()?;
    migrate(&settings)?;
    eprintln!("password (8 to 128 characters), then Enter:");
    let mut password = String::new();
    std::io::stdin().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let role = boyoro::identity::Role::Administrator;
    let given = NewStaff { full_name, email: Some(email), phone: None, role, password, language: None };
    let app = App::build(settings, Clock::System)?;
    let made = actix_web::rt::System::new().block_on(accounts::create_staff(&app, By::Service, given));
    let made = made.map_err(|failure| match failure {
        Failure::Invalid(faults) => {
            let lines = faults.iter().map(|f| format!("{} {}", f.pointer, f.code.sentence().en));
            lines.collect::<Vec<_>>().join("\n")
        }
        other => format!("{other:?}"),
    })?;
    eprintln!("made administrator {}", made.account.id);
    Ok(())
}

/// Prints the ledger for a program that adds it up again.
fn export_ledger(span: books::Span) -> Result<(), Box<dyn std::error::Error>> {
    let app = App::build(Settings::from_environment()?, Clock::System)?;
    let exporting = books::export_journal(&app, span);
    let exported = actix_web::rt::System::new().block_on(exporting).map_err(|f| format!("{f:?}"))?;
    print!("{}", exported.content);
    Ok(())
}

/// Prints what is wrong, one finding a line.
fn check(what: &What) -> Result<(), Box<dyn std::error::Error>> {
    let app = App::build(Settings::from_environment()?, Clock::System)?;
    let system = actix_web::rt::System::new();
    let findings: Vec<String> = match what {
        What::Events => {
            let check = system.block_on(boyoro::audit::check(&app)).map_err(|f| format!("{f:?}"))?;
            eprintln!("{} events of {} records, the last number is {}", check.events, check.records, check.last_number);
            check.first_fault.iter().map(ToString::to_string).collect()
        }
        What::Statistics => {
            let differences = system.block_on(boyoro::statistics::recount(&app)).map_err(|f| format!("{f:?}"))?;
            differences.iter().map(ToString::to_string).collect()
        }
        What::Ledger => system.block_on(books::check(&app)).map_err(|f| format!("{f:?}"))?,
    };
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() { Ok(()) } else { Err("the check found something".into()) }
}

fn migrate(settings: &Settings) -> Result<(), Box<dyn std::error::Error>> {
    let db = boyoro::store::Db::open(settings.database.clone())?;
    for name in migrations::run(&mut db.connect()?)? {
        eprintln!("migrated {name}");
    }
    let rules = Rules::embedded().map_err(|faults| faults.iter().map(|f| format!("{f}\n")).collect::<String>())?;
    let seeding = boyoro::rules::seed(&db, &rules, Clock::System.stamp());
    if actix_web::rt::System::new().block_on(seeding)? {
        eprintln!("wrote the initial fees, statuses of schemes and export measures");
    }
    Ok(())
}

fn demo(asked: &Demo) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_environment()?;
    migrate(&settings)?;
    let app = App::build(settings, Clock::System)?;
    let end_of_day = chrono::NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default();
    let until = asked.until.map_or_else(|| app.clock.now(), |day| day.and_time(end_of_day).and_utc());
    let order = Order { certificates: asked.certificates, seed: asked.seed, until };
    let filling = demo::fill(&app, order, |made, of| eprintln!("{made} of {of} certificates"));
    let made = match actix_web::rt::System::new().block_on(filling) {
        Err(NoDemo::NotEmpty) if asked.if_empty => {
            eprintln!("the store holds data already; nothing was added");
            return Ok(());
        }
        other => other?,
    };
    println!("{} firms, {} applications, {} certificates", made.firms, made.applications, made.certificates);
    println!("Accounts (password of all: {}):", demo::PASSWORD);
    for (login, role, name) in made.accounts {
        println!("  {login:<28} {:<24} {name}", role.as_str());
    }
    Ok(())
}

fn serve() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_environment()?;
    migrate(&settings)?;
    let app = App::build(settings, Clock::System)?;
    actix_web::rt::System::new().block_on(async move {
        let workers = boyoro::workers::start(&app);
        let stream = app.stream.clone();
        if let Some(metrics) = http::metrics::serve(app.clone())? {
            actix_web::rt::spawn(metrics);
        }
        let (server, addresses) = http::serve(app)?;
        for address in addresses {
            eprintln!("listening on http://{address}");
        }
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            told_to_stop().await;
            stream.close();
            handle.stop(true).await;
        });
        let served = server.await;
        workers.stop().await;
        served
    })?;
    Ok(())
}

/// Returns when the process is asked to end: Ctrl-C, or what a service manager sends.
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
