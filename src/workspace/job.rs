//! Jobs: started, advanced piece by piece, finished or stopped.

use std::sync::Arc;

use super::Workspace;
use super::clock::{Pace, Stopwatch};
use super::event::{
    ComparisonProgress, EmbeddingProgress, Event, Outcome, PretrainProgress, PretrainSummary, ProgressEvent,
    Started,
};
use super::request::{Inputs, Request, SearchConfig};
use crate::data::{Loader, Split, new_scratch, to_image_set};
use crate::embed::{Embedding, Picture};
use crate::error::{Error, Result};
use crate::evaluate::{Evaluation, FewLabels, Found, Index, OnlineKnn, Search, Stage};
use crate::experiment::{Comparison, News, NoStore, TableSource};
use crate::train::{Checkpoint, Initial, Model, Progress, Session, TrainEvent};

/// Images read in one piece of work, at most.
const MAX_IMAGES: usize = 1024;
/// Steps without a read, at most, so that a GPU's queue stays short.
const MAX_STEPS: usize = 16;

/// Long work of any kind.
enum Job {
    Load {
        loader: Box<Loader>,
        done: usize,
    },
    /// The session is the workspace's, so that it can be queried in between.
    Pretrain {
        first_step: usize,
        online: Option<Box<OnlineKnn>>,
    },
    Evaluate(Box<Evaluation>),
    Embed(Box<Embedding>),
    Compare(Box<Comparison>),
    Search(Box<Search>),
    LearnLabels(Box<FewLabels>),
}

/// A job with its time.
pub(super) struct Running {
    job: Job,
    watch: Stopwatch,
    pace: Pace,
}

impl Workspace {
    /// Starts a job; its requirements are checked now.
    ///
    /// # Errors
    /// [`Error::Busy`] while another runs; [`Error::InvalidConfig`]; [`Error::OutOfOrder`] where data or network
    /// are missing; those of the work itself.
    pub fn start(&mut self, request: Request, inputs: Inputs) -> Result<Event> {
        if self.running.is_some() {
            return Err(Error::Busy);
        }
        let (job, started) = match request {
            Request::Scenes(config) => load(Loader::scenes(&config)?),
            Request::Files(config) => {
                let scratch = inputs.scratch.unwrap_or_else(new_scratch);
                load(match inputs.opener {
                    Some(opener) => Loader::opening(opener, &config, scratch)?,
                    None => Loader::files_in(&inputs.files, &config, scratch)?,
                })
            }
            Request::Pretrain(config) => {
                let mut session = Session::new(&config, self.data()?, &self.device)?;
                if let Some(bytes) = inputs.bytes {
                    let model = Model::from_bytes(&bytes, &self.device)?;
                    session.start_from(&model, Initial::of(&model.info, &bytes))?;
                }
                self.pretrain(session)?
            }
            Request::Resume(config) => {
                let bytes =
                    inputs.bytes.ok_or(Error::order("There is no checkpoint to resume", "pretrain"))?;
                let mut checkpoint = Checkpoint::from_bytes(&bytes, &self.device)?;
                if let Some(epochs) = config.epochs {
                    checkpoint = checkpoint.for_epochs(epochs)?;
                }
                if let Some(size) = config.micro_batch {
                    checkpoint.model.info.config.micro_batch = Some(size);
                }
                let session = Session::resume(&checkpoint, self.data()?, &self.device)?;
                self.pretrain(session)?
            }
            Request::Evaluate(config) => {
                let evaluation = Evaluation::new(&config, &self.model()?, self.data()?, &self.device)?;
                let started = started(0, evaluation.progress().total);
                (Job::Evaluate(Box::new(evaluation)), started)
            }
            Request::Embed(config) => {
                let model = self.model()?;
                let normalization = model.info.normalization();
                // A backbone fine-tuned with the classifier is preferred over the one it started from.
                let probed = self.probed.as_ref().map(|probed| probed.probe.backbone.clone());
                let backbone = probed.unwrap_or(model.network.backbone);
                let embedding = Embedding::new(&config, backbone, normalization, self.data()?, &self.device)?;
                let started = started(0, embedding.progress().total);
                (Job::Embed(Box::new(embedding)), started)
            }
            Request::LearnLabels(config) => {
                let model = self.model()?;
                let images = &self.data()?.unlabeled;
                let index = self.index(Split::Unlabeled);
                let learning = FewLabels::new(config, &self.labels, images, &model, index, &self.device);
                let started = started(0, learning.progress().total);
                (Job::LearnLabels(Box::new(learning)), started)
            }
            Request::Search(SearchConfig { split, count }) => {
                let model = self.model()?;
                let images = self.split(split)?;
                // As the images that they are compared with, whatever the network was trained on.
                let data = self.data()?;
                let queries = to_image_set(inputs.pictures, data.image_size, data.square)?;
                let index = self.index(split);
                let search = Search::new([&queries, images], split, count, &model, index, &self.device)?;
                let started = started(0, search.progress().total);
                (Job::Search(Box::new(search)), started)
            }
            Request::Compare(config) => {
                let store = inputs.store.unwrap_or_else(|| Box::new(NoStore));
                let whole = Comparison::new(&config, self.data()?, &self.device, self.clock, store)?;
                let comparison = match inputs.cell {
                    Some(cell) => whole.only(cell, inputs.part)?,
                    None => whole,
                };
                let progress = comparison.progress();
                let table = Some(comparison.table().report());
                let started = Started { table, ..started(progress.done, progress.total) };
                (Job::Compare(Box::new(comparison)), started)
            }
        };
        let limit = if matches!(job, Job::Load { .. }) { MAX_IMAGES } else { MAX_STEPS };
        self.running = Some(Running { job, watch: Stopwatch::new(started.done), pace: Pace::new(limit) });
        Ok(Event::Started(started))
    }

    fn pretrain(&mut self, mut session: Session) -> Result<(Job, Started)> {
        let online = OnlineKnn::new(&session, self.data()?, &self.device)?.map(Box::new);
        session.set_date((self.clock.date)());
        let first_step = session.steps_done();
        let started = Started {
            chance: session.chance(),
            images_at_once: Some(session.config().micro_batch.unwrap_or(session.config().batch_size)),
            ..started(first_step, session.total_steps())
        };
        self.forget_evaluations();
        self.session = Some(session);
        Ok((Job::Pretrain { first_step, online }, started))
    }

    /// Works for about `budget` seconds; returns the progress of the job, or at its end the result.
    ///
    /// # Errors
    /// Those of the work; the job has ended then. [`Error::OutOfOrder`] if none is running.
    pub async fn advance(&mut self, budget: f64) -> Result<Event> {
        let Running { job, mut watch, mut pace } =
            self.running.take().ok_or(Error::order("Nothing is running", "load"))?;
        let start = (self.clock.seconds)();
        let worked = self.work(job, pace.units).await?;
        let seconds = (self.clock.seconds)() - start;
        watch.add(seconds);
        if let (Worked::Piece(_, Piece::Pretrain { .. }), Some(session)) = (&worked, self.session.as_mut()) {
            session.history_mut().seconds += seconds;
        }
        pace.adapt(seconds, budget);
        Ok(match worked {
            Worked::Finished(outcome) => Event::Finished(outcome),
            Worked::Trained { first_step } => Event::Finished(self.pretrain_summary(first_step, &watch)),
            Worked::Piece(job, piece) => {
                self.running = Some(Running { job, watch, pace });
                Event::Progress(piece.into_event(&watch))
            }
        })
    }

    /// Stops the running job; its results so far are kept.
    pub fn stop(&mut self) -> Event {
        let Some(running) = self.running.take() else { return Event::Stopped(Outcome::Nothing) };
        Event::Stopped(match running.job {
            Job::Load { .. } | Job::Evaluate(_) | Job::Search(_) | Job::LearnLabels(_) => Outcome::Nothing,
            Job::Pretrain { first_step, .. } => self.pretrain_summary(first_step, &running.watch),
            Job::Embed(embedding) => embedding.picture().map_or(Outcome::Nothing, Outcome::Picture),
            Job::Compare(comparison) => self.keep_table(*comparison),
        })
    }

    /// The features of a split that were computed last.
    fn index(&self, split: Split) -> Option<Arc<Index>> {
        self.indices.iter().find(|index| index.is_of(split)).cloned()
    }

    /// Keeps the features of a split, in place of older ones.
    fn keep_index(&mut self, index: Arc<Index>) {
        self.indices.retain(|old| !old.is_of(index.split()));
        self.indices.push(index);
    }

    /// Keeps the table of a comparison that has ended.
    fn keep_table(&mut self, comparison: Comparison) -> Outcome {
        let table = comparison.into_table();
        let report = table.report();
        self.table = Some(table);
        Outcome::Table(report)
    }

    /// The running comparison, or the last one.
    pub fn table(&self) -> Option<&TableSource> {
        match &self.running {
            Some(Running { job: Job::Compare(comparison), .. }) => Some(comparison.table()),
            _ => self.table.as_ref(),
        }
    }

    /// One piece of work. The last piece of a load or run is a separate event, before the end.
    async fn work(&mut self, job: Job, units: usize) -> Result<Worked> {
        Ok(match job {
            Job::Load { mut loader, done } if done < loader.total() => {
                let (done, total) = (loader.step(units)?, loader.total());
                Worked::Piece(Job::Load { loader, done }, Piece::Plain { done, total })
            }
            Job::Load { loader, .. } => {
                self.use_data(loader.finish()?);
                Worked::Finished(Outcome::Data(self.summary()?))
            }
            Job::Pretrain { first_step, mut online } => {
                let session = self.session.as_mut().ok_or(Error::order("There is no run", "pretrain"))?;
                let first_images = first_step * session.config().batch_size;
                let due = online.as_ref().and_then(|online| online.due_in(session));
                if let (Some(0), Some(knn)) = (due, &mut online) {
                    let measuring = knn.run(session, units).await?;
                    let piece = Piece::Measure { train: session.event(), measuring, first_images };
                    return Ok(Worked::Piece(Job::Pretrain { first_step, online }, piece));
                }
                if session.is_done() {
                    return Ok(Worked::Trained { first_step });
                }
                let (train, preparing) = session.advance(due.map_or(units, |due| due.min(units))).await?;
                let job = Job::Pretrain { first_step, online };
                Worked::Piece(job, Piece::Pretrain { train, preparing, first_images })
            }
            Job::Evaluate(mut evaluation) => match evaluation.run(units).await? {
                Stage::Running(Progress { done, total }) => {
                    Worked::Piece(Job::Evaluate(evaluation), Piece::Plain { done, total })
                }
                Stage::Done(report) => {
                    match evaluation.take_found() {
                        Found::Nothing => {}
                        Found::Probe(probe) => self.keep_probe(*probe),
                        Found::Gallery(gallery) => self.gallery = Some(gallery),
                    }
                    Worked::Finished(Outcome::Report(report))
                }
            },
            Job::Embed(mut embedding) => {
                let progress = embedding.run(units).await?;
                match (embedding.is_done(), embedding.picture()) {
                    (true, Some(picture)) => Worked::Finished(Outcome::Picture(picture)),
                    (_, picture) => Worked::Piece(Job::Embed(embedding), Piece::Embed { progress, picture }),
                }
            }
            Job::LearnLabels(mut learning) => match learning.run(units).await? {
                Some((report, probe, index)) => {
                    self.keep_index(index);
                    if let Some(probe) = probe {
                        self.keep_probe(probe);
                    }
                    Worked::Finished(Outcome::Labels(Box::new(report)))
                }
                None => {
                    let Progress { done, total } = learning.progress();
                    Worked::Piece(Job::LearnLabels(learning), Piece::Plain { done, total })
                }
            },
            Job::Search(mut search) => {
                let Progress { done, total } = search.run(units).await?;
                if search.is_done() {
                    let (matches, index) = search.finish();
                    index.into_iter().for_each(|index| self.keep_index(index));
                    Worked::Finished(Outcome::Matches(matches))
                } else {
                    Worked::Piece(Job::Search(search), Piece::Plain { done, total })
                }
            }
            Job::Compare(mut comparison) => match comparison.advance(units).await {
                Ok(true) => {
                    let piece = Piece::Compare(Box::new(comparison.news()));
                    Worked::Piece(Job::Compare(comparison), piece)
                }
                // Also if it ends with an error: results so far are kept.
                ended => {
                    let outcome = self.keep_table(*comparison);
                    ended.map(|_| Worked::Finished(outcome))?
                }
            },
        })
    }

    fn pretrain_summary(&self, first_step: usize, watch: &Stopwatch) -> Outcome {
        let Some(session) = &self.session else { return Outcome::Nothing };
        let (history, steps) = (session.history(), session.steps_done());
        let here = steps.saturating_sub(first_step);
        let losses = &history.losses[history.losses.len().saturating_sub(here)..];
        let images = (here * session.config().batch_size) as f64;
        Outcome::Pretrain(PretrainSummary {
            completed: session.is_done(),
            steps,
            first_loss: losses.first().copied(),
            last_loss: losses.last().copied(),
            pretext_accuracy: history.means(session.steps_per_epoch())[1],
            images_per_second: if watch.seconds() > 0.0 { images / watch.seconds() } else { 0.0 },
            elapsed_ms: watch.seconds() * 1000.0,
            knn: history.knn.clone(),
            spread: history.spread,
        })
    }
}

fn load(loader: Loader) -> (Job, Started) {
    let started = started(0, loader.total());
    (Job::Load { loader: Box::new(loader), done: 0 }, started)
}

fn started(done: usize, total: usize) -> Started {
    Started { done, total, chance: None, images_at_once: None, table: None }
}

/// The result of a piece of work.
enum Worked {
    Piece(Job, Piece),
    Finished(Outcome),
    Trained { first_step: usize },
}

/// The progress of a job, before its time is known.
enum Piece {
    Plain {
        done: usize,
        total: usize,
    },
    Pretrain {
        train: TrainEvent,
        preparing: Option<Progress>,
        first_images: usize,
    },
    /// Of a run, too: its kNN accuracy.
    Measure {
        train: TrainEvent,
        measuring: Option<Progress>,
        first_images: usize,
    },
    Embed {
        progress: Progress,
        picture: Option<Picture>,
    },
    Compare(Box<News>),
}

impl Piece {
    fn into_event(self, watch: &Stopwatch) -> ProgressEvent {
        match self {
            Self::Plain { done, total } => ProgressEvent::Plain(watch.timing(done, total)),
            Self::Pretrain { train, preparing, first_images } => {
                training(watch, train, first_images, [preparing, None])
            }
            Self::Measure { train, measuring, first_images } => {
                training(watch, train, first_images, [None, measuring])
            }
            Self::Embed { progress: Progress { done, total }, picture } => {
                ProgressEvent::Embed(EmbeddingProgress { timing: watch.timing(done, total), picture })
            }
            Self::Compare(news) => {
                let News { progress: Progress { done, total }, restored, run, current, table } = *news;
                ProgressEvent::Compare(ComparisonProgress {
                    timing: watch.without(restored).timing(done, total),
                    current,
                    run,
                    table,
                })
            }
        }
    }
}

fn training(
    watch: &Stopwatch,
    train: TrainEvent,
    first_images: usize,
    [preparing, measuring]: [Option<Progress>; 2],
) -> ProgressEvent {
    let images = train.images.saturating_sub(first_images) as f64;
    ProgressEvent::Pretrain(PretrainProgress {
        timing: watch.timing(train.step, train.total_steps),
        images_per_second: images / watch.seconds().max(1e-9),
        train,
        preparing,
        measuring,
    })
}
