//! Moves a machine between two tasks of one thread, over TCP.

use async_live::{Done, Link, Machine, receive, send};
use tokio::net::{TcpListener, TcpStream};

fn main() -> Done<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run())
}

async fn run() -> Done<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let mut here = Machine {
        count: 42,
        runs: true,
    };
    let mut there = Machine::default();
    let source = async {
        let link = Link::new(TcpStream::connect(address).await?);
        send(&mut here, link).await
    };
    let destination = async {
        let link = Link::new(listener.accept().await?.0);
        receive(&mut there, link).await
    };
    let (sent, received) = tokio::join!(source, destination);
    sent?;
    received?;
    println!("here: {here:?}\nthere: {there:?}");
    Ok(())
}
