//! The commands about promises.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `tripline slo`
#[derive(Debug, Args)]
pub(crate) struct SloArgs {
    #[command(flatten)]
    pub(crate) of: HistoryArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Option<SloCommand>,
}

/// Which history, and as of when.
#[derive(Clone, Debug, Args)]
pub(crate) struct HistoryArgs {
    /// The file that the service keeps; `tripline.db` beside `tripline.yaml` when it is left out
    #[arg(long, value_name = "PATH", env = "TRIPLINE_STORE", global = true)]
    pub(crate) store: Option<PathBuf>,
    /// Runs from a file instead: what `serve --event-log` or `run --report jsonl` wrote
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) runs: Option<PathBuf>,
    /// As things stood then: `2026-11-20T10:00:00Z`, `2026-11-20` [default: now; with `--runs` the
    /// end of the file]
    #[arg(long, value_name = "TIME", global = true)]
    pub(crate) at: Option<String>,
}

/// What to do with promises.
#[derive(Debug, Subcommand)]
pub(crate) enum SloCommand {
    /// Print every run behind a number, counted or why not, and the sum
    Explain(ExplainArgs),
    /// Print a month, to be handed on; it is frozen once it is over
    Report(ReportArgs),
    /// Say afterwards what a time was; it is added and noted, nothing is changed
    Correct(CorrectArgs),
    /// Try alarms on what has happened: what they would have told, and what they would have missed
    Backtest(BacktestArgs),
    /// Print the objectives as OpenSLO v1, for other tools
    Export,
    /// Print how a composition did, part by part: measured and modelled
    Tree(TreeArgs),
}

/// `tripline slo explain`
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The objective, as below `slos`
    pub(crate) name: String,
    /// From when on [default: the beginning of its window]
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// Until when [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
}

/// `tripline slo backtest`
#[derive(Debug, Args)]
pub(crate) struct BacktestArgs {
    /// The objective, as below `slos` [default: all of them]
    pub(crate) name: Option<String>,
    /// The alarms: a file with `alert`, and `min_failures` and `coverage` if need be, as an
    /// objective has them
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: PathBuf,
    /// From when on [default: 30 days before `--to`]
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// Until when [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
}

/// `tripline slo tree`
#[derive(Debug, Args)]
pub(crate) struct TreeArgs {
    /// The composition, as below `composition`
    pub(crate) name: String,
    /// Suppose that a node is available for so much of the time: `payments-eu=99.5%`
    #[arg(long, value_name = "NODE=SHARE")]
    pub(crate) what_if: Vec<String>,
    /// From when on [default: 30 days before `--to`]
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// Until when [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
}

/// `tripline slo report`
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Which: `2026-10`
    #[arg(long, value_name = "MONTH")]
    pub(crate) month: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
}

/// How a month is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Tables in Markdown
    #[default]
    Markdown,
    /// A page of its own
    Html,
    /// Comma-separated values, for spreadsheets
    Csv,
}

/// `tripline slo correct`
#[derive(Debug, Args)]
pub(crate) struct CorrectArgs {
    /// The objective, as below `slos`
    pub(crate) name: String,
    /// From when on
    #[arg(long, value_name = "TIME")]
    pub(crate) from: String,
    /// Until when
    #[arg(long, value_name = "TIME")]
    pub(crate) to: String,
    /// What it was
    #[arg(long = "as", value_enum, value_name = "WHAT")]
    pub(crate) kind: CorrectedAs,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: String,
    /// Who [default: the user of this machine]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

/// What a time was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CorrectedAs {
    /// A maintenance: it does not count
    Maintenance,
    /// The customer's: it does not count
    Customer,
    /// Nothing special: it counts as it was measured, and earlier corrections are taken back
    Counted,
}

/// `tripline dora`
#[derive(Debug, Args)]
pub(crate) struct DoraArgs {
    #[command(flatten)]
    pub(crate) of: HistoryArgs,
    /// From when on [default: 30 days before `--to`]
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// Until when [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
}
