//! The figures: `cargo bench`. The release binary runs as two processes, a local Slack and the bot;
//! this program measures from outside. It prints ratios and percentiles and judges nothing.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a measurement that cannot be made ends the program, and the figures are its output"
)]

mod acks;
mod figures;
mod rooms;
mod stage;

use stage::Stage;

#[tokio::main]
async fn main() {
    muster::http::install_crypto();
    println!("| figure | value |\n|---|---|");
    size();
    let stage = Stage::new().await;
    println!(
        "| start to ready (median of 5) | {} ms |",
        Stage::start_up().await
    );
    println!("| memory, idle | {} MB |", stage.memory_mb());
    acks::measure(&stage).await;
    for latency in [0, 100, 300] {
        rooms::war_room(&stage, latency).await;
    }
    rooms::storm(&stage, 30, 300).await;
    println!("| memory after that | {} MB |", stage.memory_mb());
    stage.end().await;
    rooms::many_declares(90).await;
}

fn size() {
    let bytes = std::fs::metadata(stage::BINARY)
        .expect("the binary is there")
        .len();
    println!("| binary | {} MB |", figures::mb(bytes));
}
