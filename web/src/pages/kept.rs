//! What is worked out once for all who look.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// So many answers are kept, where nothing else is said.
const MOST: usize = 64;

/// What costs much is kept for so many times as long as it took: looking more often costs at most
/// a tenth of a core.
const TIMES: u32 = 10;

/// Answers, each kept for a while. Clones are the same.
///
/// An answer that is out of date is given once more while it is renewed, so that nobody waits for
/// what somebody else has just seen; one that is long out of date is not.
pub(crate) struct Kept<K, T> {
    most: usize,
    least: Duration,
    /// So old an answer may be and still be given while it is renewed, however soon it is out of
    /// date.
    oldest: Duration,
    answers: Arc<Mutex<BTreeMap<K, Slot<T>>>>,
}

struct Slot<T> {
    /// Whoever works the answer out holds it.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Since when it is being worked out.
    begun: Option<Instant>,
    known: Option<Known<T>>,
    used: Instant,
}

struct Known<T> {
    value: Arc<T>,
    at: Instant,
    keep: Duration,
}

impl<K, T> Clone for Kept<K, T> {
    fn clone(&self) -> Self {
        let Self { most, least, oldest, answers } = self;
        Self { most: *most, least: *least, oldest: *oldest, answers: Arc::clone(answers) }
    }
}

impl<K, T> Kept<K, T>
where
    K: Ord + Clone + Send + 'static,
    T: Send + Sync + 'static,
{
    /// Keeps each answer for at least so long.
    pub(crate) fn at_least(least: Duration) -> Self {
        Self { most: MOST, least, oldest: Duration::ZERO, answers: Arc::default() }
    }

    /// Keeps so many answers; of more, those that were asked for last.
    pub(crate) fn holding(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Gives answers that are so old, too, while they are renewed: those that change slowly.
    pub(crate) fn however_old(self, oldest: Duration) -> Self {
        Self { oldest, ..self }
    }

    /// The answer to `key`, worked out by `work` when it is not known.
    ///
    /// # Errors
    /// Those of `work`, which is then asked the next time, too.
    pub(crate) async fn get<E, W>(&self, key: K, work: W) -> Result<Arc<T>, E>
    where
        E: Send + 'static,
        W: Future<Output = Result<T, E>> + Send + 'static,
    {
        let turn = match self.look(&key) {
            Look::Known(value) => return Ok(value),
            Look::Old(value, turn) => {
                if let Ok(turn) = turn.try_lock_owned() {
                    let kept = self.clone();
                    tokio::spawn(async move {
                        // Whoever asks next is told what went wrong.
                        let _ = kept.work_out(key, work).await;
                        drop(turn);
                    });
                }
                return Ok(value);
            }
            Look::Unknown(turn) => turn,
        };
        let _turn = turn.lock().await;
        // Somebody else may have been first.
        if let Look::Known(value) = self.look(&key) {
            return Ok(value);
        }
        self.work_out(key, work).await
    }

    /// The answer to `key` if it comes within `patience` of when somebody began to work it out; it
    /// is worked out all the same. Whoever asks later waits only for the rest of that time.
    pub(crate) async fn soon<E, W>(&self, key: K, patience: Duration, work: W) -> Option<Arc<T>>
    where
        E: Send + 'static,
        W: Future<Output = Result<T, E>> + Send + 'static,
    {
        let begun = match self.look(&key) {
            Look::Unknown(_) => self.lock().get(&key).and_then(|slot| slot.begun),
            Look::Known(_) | Look::Old(..) => None,
        };
        let end = begun.unwrap_or_else(Instant::now) + patience;
        let kept = self.clone();
        let asked = tokio::spawn(async move { kept.get(key, work).await.ok() });
        tokio::time::timeout_at(end, asked).await.ok()?.ok()?
    }

    async fn work_out<E>(
        &self,
        key: K,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        let begun = Instant::now();
        self.begins(&key, Some(begun));
        let value = work.await.map(Arc::new);
        self.begins(&key, None);
        let value = value?;
        let keep = self.least.max(begun.elapsed() * TIMES);
        let known = Known { value: Arc::clone(&value), at: Instant::now(), keep };
        if let Some(slot) = self.lock().get_mut(&key) {
            slot.known = Some(known);
        }
        Ok(value)
    }

    fn begins(&self, key: &K, begun: Option<Instant>) {
        if let Some(slot) = self.lock().get_mut(key) {
            slot.begun = begun;
        }
    }

    fn look(&self, key: &K) -> Look<T> {
        let mut answers = self.lock();
        if answers.len() >= self.most && !answers.contains_key(key) {
            let oldest = answers.iter().min_by_key(|(_, slot)| slot.used);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                answers.remove(&oldest);
            }
        }
        let now = Instant::now();
        let slot = answers.entry(key.clone()).or_insert_with(|| Slot {
            turn: Arc::default(),
            begun: None,
            known: None,
            used: now,
        });
        slot.used = now;
        let turn = Arc::clone(&slot.turn);
        match &slot.known {
            Some(known) if now - known.at < known.keep => Look::Known(Arc::clone(&known.value)),
            Some(known) if now - known.at < self.oldest.max(3 * known.keep) => {
                Look::Old(Arc::clone(&known.value), turn)
            }
            Some(_) | None => Look::Unknown(turn),
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<K, Slot<T>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Look<T> {
    Known(Arc<T>),
    Old(Arc<T>, Arc<tokio::sync::Mutex<()>>),
    Unknown(Arc<tokio::sync::Mutex<()>>),
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Counts how often it was worked out.
    #[derive(Clone, Default)]
    struct Count(Arc<AtomicU32>);

    impl Count {
        async fn up(self) -> Result<u32, ()> {
            tokio::task::yield_now().await;
            Ok(self.0.fetch_add(1, Ordering::Relaxed) + 1)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_many_ask_at_once_is_worked_out_once() {
        let (kept, count) = (Kept::at_least(Duration::from_secs(1)), Count::default());
        let asked = (0..20).map(|_| kept.get("all", count.clone().up()));
        let answers = futures_util::future::join_all(asked).await;
        assert!(answers.into_iter().all(|answer| *answer.unwrap() == 1));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_a_little_old_is_given_while_it_is_renewed() {
        let (kept, count) = (Kept::at_least(Duration::from_secs(1)), Count::default());
        let ask = || kept.get("all", count.clone().up());
        assert_eq!(*ask().await.unwrap(), 1);
        tokio::time::advance(Duration::from_millis(1500)).await;
        assert_eq!(*ask().await.unwrap(), 1);
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(*ask().await.unwrap(), 2, "renewed in between");
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_long_out_of_date_is_not_shown() {
        let (kept, count) = (Kept::at_least(Duration::from_secs(1)), Count::default());
        let ask = || kept.get("all", count.clone().up());
        assert_eq!(*ask().await.unwrap(), 1);
        tokio::time::advance(Duration::from_secs(4)).await;
        assert_eq!(*ask().await.unwrap(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn what_changes_slowly_is_shown_for_longer() {
        let hour = Duration::from_secs(3_600);
        let kept = Kept::at_least(Duration::from_secs(1)).however_old(hour);
        let count = Count::default();
        let ask = || kept.get("all", count.clone().up());
        assert_eq!(*ask().await.unwrap(), 1);
        tokio::time::advance(hour / 2).await;
        assert_eq!(*ask().await.unwrap(), 1);
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(*ask().await.unwrap(), 2, "renewed in between");
        tokio::time::advance(2 * hour).await;
        assert_eq!(*ask().await.unwrap(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_asked_for_last_is_kept() {
        let kept = Kept::at_least(Duration::from_secs(1)).holding(2);
        let count = Count::default();
        for key in ["a", "b", "a", "c"] {
            tokio::time::advance(Duration::from_millis(1)).await;
            kept.get(key, count.clone().up()).await.unwrap();
        }
        assert_eq!(*kept.get("a", count.clone().up()).await.unwrap(), 1);
        assert_eq!(*kept.get("b", count.clone().up()).await.unwrap(), 4, "it was not");
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_longer_than_asked() {
        let kept: Kept<&str, u32> = Kept::at_least(Duration::from_secs(1));
        let slow = || async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            Ok::<_, ()>(7)
        };
        assert_eq!(kept.soon("all", Duration::from_millis(50), slow()).await, None);
        let begun = Instant::now();
        assert_eq!(kept.soon("all", Duration::from_millis(50), slow()).await, None);
        assert_eq!(begun.elapsed(), Duration::ZERO, "others have waited");
        tokio::time::sleep(Duration::from_secs(6)).await;
        assert_eq!(kept.soon("all", Duration::from_millis(50), slow()).await.as_deref(), Some(&7));
    }
}
