//! What an operator says to a destination whose source is gone.

use migratable::live::{Action, Connection, Operator, Side, Source, Standing, TcpTransport};
use migratable::stream::StreamDigest;

use super::Options;
use crate::error::Error;

/// Tells the destination at `address`, which holds the guest of the stream of this digest, to let
/// it run or to throw it away: as the source would have.
pub fn decide(
    address: &str,
    digest: StreamDigest,
    word: Operator,
    options: Options,
) -> Result<(), Error> {
    let transport =
        TcpTransport::connect(address, options.timeout).map_err(|error| Error::Connect {
            address: address.to_owned(),
            error,
        })?;
    let mut side = Source::in_doubt(digest, options.timeouts());
    if word == Operator::Discard {
        // It is to be as if the guest ran on at the source.
        // It is in doubt, so it takes the word.
        let _ = side.decide(Operator::Run);
    }
    let connection = Connection::new(&transport, &side);
    side.connected(connection.now());
    while let Some(action) = connection.drive(&mut side, &connection) {
        if action == Action::AskOperator {
            break;
        }
    }
    connection.close(options.timeout);
    match (word, side.standing()) {
        (Operator::Run, Standing::There) | (Operator::Discard, _) => Ok(()),
        _ => Err(Error::Undecided {
            reason: side.reason().map(ToString::to_string).unwrap_or_default(),
        }),
    }
}
