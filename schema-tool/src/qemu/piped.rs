//! A stream of QEMU's as one of ours, made while it is read: so it is not held twice.

use std::io::{self, BufWriter, Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use migratable_qemu::{self as qemu, Origin, Stream};

/// Bytes that are handed over at a time.
const CHUNK: usize = 1 << 18;

/// Chunks that may wait.
const WAITING: usize = 4;

/// What is handed over: bytes, or why there are no more.
type Chunk = io::Result<Vec<u8>>;

/// Begins to convert a stream, and returns where in it each instance is.
///
/// # Errors
///
/// If it cannot be converted at all.
pub(super) fn import(
    bytes: Arc<Vec<u8>>,
    stream: Stream,
) -> Result<(impl Read, Vec<Origin>), String> {
    let (to, chunks) = sync_channel::<Chunk>(WAITING);
    let (said, origins) = sync_channel::<Result<Vec<Origin>, String>>(1);
    thread::spawn(move || {
        let known = said.clone();
        let output = BufWriter::with_capacity(CHUNK, Sender(to.clone()));
        let imported = qemu::import_to(&bytes, &stream, output, |origins| {
            // Nobody may be listening any more; then nobody is missing it.
            let _ = known.send(Ok(origins));
        });
        let flushed = imported
            .map_err(|error| error.to_string())
            .and_then(|mut output| output.flush().map_err(|error| error.to_string()));
        if let Err(error) = flushed {
            let _ = said.try_send(Err(error.clone()));
            let _ = to.send(Err(io::Error::other(error)));
        }
    });
    let origins = origins
        .recv()
        .map_err(|_| "it was not converted".to_owned())??;
    let received = Received {
        chunks,
        chunk: Vec::new(),
        at: 0,
    };
    Ok((received, origins))
}

struct Sender(SyncSender<Chunk>);

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.send(Ok(bytes.to_vec()));
        sent.map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Received {
    chunks: Receiver<Chunk>,
    chunk: Vec<u8>,
    /// How much of the chunk was read.
    at: usize,
}

impl Read for Received {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.chunk.len() {
            match self.chunks.recv() {
                Ok(chunk) => (self.chunk, self.at) = (chunk?, 0),
                Err(_) => return Ok(0),
            }
        }
        let mut rest = self.chunk.get(self.at..).unwrap_or_default();
        let count = rest.read(to)?;
        self.at += count;
        Ok(count)
    }
}
