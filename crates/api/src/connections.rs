//! How many connections there may be, and how long one may lie still: nobody keeps the server from others by
//! holding on to it.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use futures::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

/// Connections at most: fewer than the files that a process may have open where nobody says otherwise.
const MOST: usize = 800;

/// Connections from one address at most; a proxy in front has one address for everybody.
const MOST_OF_ONE: usize = 200;

/// A connection on which nothing was read or written for so long is closed; an answer may take two minutes.
const STILL: Duration = Duration::from_secs(150);

/// The connections that are open, by where they are from.
#[derive(Debug, Default)]
struct Open {
    by_address: Mutex<HashMap<IpAddr, usize>>,
}

/// Takes connections as long as there are not too many.
#[derive(Clone, Debug)]
pub struct Limited<A> {
    inner: A,
    open: Arc<Open>,
    most_of_one: usize,
}

/// A connection that is counted, and closed when it lies still.
pub struct Counted<S> {
    stream: S,
    /// How long it may lie still, and until when.
    longest: Duration,
    still: Pin<Box<Sleep>>,
    _place: Place,
}

/// A connection's place among those that are open.
struct Place {
    open: Arc<Open>,
    address: IpAddr,
}

impl<A> Limited<A> {
    /// Limits what something accepts.
    pub fn new(inner: A, is_behind_proxy: bool) -> Self {
        Self { inner, open: Arc::default(), most_of_one: if is_behind_proxy { MOST } else { MOST_OF_ONE } }
    }
}

impl Open {
    fn admit(self: &Arc<Self>, address: IpAddr, most_of_one: usize) -> io::Result<Place> {
        let mut by_address = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = by_address.get(&address).copied().unwrap_or(0);
        if of_one >= most_of_one || by_address.values().sum::<usize>() >= MOST {
            return Err(io::Error::other("too many connections"));
        }
        by_address.insert(address, of_one + 1);
        Ok(Place { open: Arc::clone(self), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut by_address = self.open.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = by_address.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                by_address.remove(&self.address);
            }
        }
    }
}

impl<A, S> Accept<TcpStream, S> for Limited<A>
where
    A: Accept<Counted<TcpStream>, S> + Clone + Send + Sync + 'static,
    A::Future: Send,
    A::Stream: Send,
    A::Service: Send,
    S: Send + 'static,
{
    type Stream = A::Stream;
    type Service = A::Service;
    type Future = BoxFuture<'static, io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let (inner, open, most_of_one) = (self.inner.clone(), Arc::clone(&self.open), self.most_of_one);
        Box::pin(async move {
            let place = open.admit(stream.peer_addr()?.ip(), most_of_one)?;
            inner.accept(Counted::new(stream, STILL, place), service).await
        })
    }
}

impl<S> Counted<S> {
    fn new(stream: S, longest: Duration, place: Place) -> Self {
        Self { stream, longest, still: Box::pin(tokio::time::sleep(longest)), _place: place }
    }

    /// That something was read or written.
    fn moved(&mut self) {
        let until = Instant::now() + self.longest;
        self.still.as_mut().reset(until);
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
            Poll::Pending => self.still.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into())),
            ready => {
                self.moved();
                ready
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if written.is_ready() {
            self.moved();
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, buffers);
        if written.is_ready() {
            self.moved();
        }
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn nobody_takes_all_places() {
        let open = Arc::new(Open::default());
        let mut held: Vec<Place> = (0..MOST_OF_ONE).map(|_| open.admit(address(1), MOST_OF_ONE).unwrap()).collect();
        assert!(open.admit(address(1), MOST_OF_ONE).is_err());
        held.pop();
        held.push(open.admit(address(1), MOST_OF_ONE).unwrap());
        held.extend(
            (2..=4)
                .flat_map(|last| (0..MOST_OF_ONE).map(move |_| last))
                .map(|last| open.admit(address(last), MOST_OF_ONE).unwrap()),
        );
        assert!(open.admit(address(5), MOST_OF_ONE).is_err(), "all places are taken");
        held.clear();
        assert!(open.by_address.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_lies_still_is_closed_and_nothing_else() {
        let (mut far, near) = tokio::io::duplex(64);
        let place = Arc::new(Open::default()).admit(address(1), 1).unwrap();
        let longest = Duration::from_millis(400);
        let mut near = Counted::new(near, longest, place);
        let mut byte = [0];
        for _ in 0..3 {
            tokio::time::sleep(longest / 4).await;
            far.write_all(b"x").await.unwrap();
            near.read_exact(&mut byte).await.unwrap();
        }
        let closed = near.read_exact(&mut byte).await.unwrap_err();
        assert_eq!(closed.kind(), io::ErrorKind::TimedOut);
    }
}
