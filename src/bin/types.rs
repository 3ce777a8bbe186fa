//! Prints the TypeScript of what the engine takes and tells, from the structs themselves with their docs.

use patchwise::config::{
    ClassifierKind, EmbeddingConfig, EvaluationConfig, FilesConfig, Fill, Format, NamedSplit,
    OptimizerConfig, Protocol, ProtocolInfo, Recipe, RecipeKind, ScenesConfig, ScheduleConfig, ScheduleKind,
    SmallStart, Square, TaskConfig, Transform,
};
use patchwise::data::{Fingerprint, SkippedFile, Split};
use patchwise::embed::Picture;
use patchwise::error::{ERROR_CODES, MessagePart};
use patchwise::evaluate::{
    Labels, LabelsConfig, LabelsReport, Match, Measurement, Mistake, Neighbor, Reason, Report, Retrieval,
    Suggestion,
};
use patchwise::experiment::{ComparisonConfig, Table, TableCell, TableColumn, TableRow};
use patchwise::explain::{Alike, Attention, Classified, MapScores};
use patchwise::method::{About, Method, Targets};
use patchwise::model::{Backbone, BackboneInfo};
use patchwise::train::{
    ClassifierInfo, Initial, KnnPoint, ModelInfo, PretrainConfig, Progress, Spread, TrainEvent,
};
use patchwise::views::PatchBox;
use patchwise::workspace::{
    Catalog, ClassSummary, ComparisonProgress, DatasetSummary, EmbeddingProgress, ImageBatch,
    PretrainProgress, PretrainSummary, Started, Timing, ViewBatch,
};
use ts_rs::{Config, TS};

/// What [`patchwise::config::Augmentation`] is read from.
const AUGMENTATION: &str = concat!(
    "/** Transforms: those that move pixels first, in their order, then the resized crop, the colours, the grey, the blur; the short form has crop and flip, each on unless it is false. */\n",
    "export type Augmentation = Transform[] | { crop?: boolean; flip?: boolean };\n\n",
);

fn declare<T: TS>(config: &Config) -> String {
    format!("{}export {}\n\n", T::docs().unwrap_or_default(), T::decl(config))
}

/// Names as a union of texts.
fn union(docs: &str, name: &str, members: impl IntoIterator<Item = &'static str>) -> String {
    let members: Vec<String> = members.into_iter().map(|member| format!("'{member}'")).collect();
    format!("/** {docs} */\nexport type {name} = {};\n\n", members.join(" | "))
}

macro_rules! declarations {
    ($config:expr, $($type:ty),* $(,)?) => { [$(declare::<$type>($config)),*].concat() };
}

fn main() {
    let config = &Config::new().with_large_int("number");
    let methods = Method::ALL.iter().map(|method| method.name());
    print!(
        "// Made by `npm run types` from the structs of the crate; changes go there.\n\n{}{}{}{}",
        union("What can go wrong, by names that never change between versions.", "ErrorCode", ERROR_CODES),
        union("What is learnt in pretraining.", "Method", methods),
        AUGMENTATION,
        declarations!(
            config,
            MessagePart,
            Backbone,
            Protocol,
            ClassifierKind,
            Fill,
            Transform,
            OptimizerConfig,
            ScheduleKind,
            ScheduleConfig,
            ScenesConfig,
            Square,
            FilesConfig,
            Format,
            NamedSplit,
            TaskConfig,
            SmallStart,
            PretrainConfig,
            EvaluationConfig,
            EmbeddingConfig,
            RecipeKind,
            ComparisonConfig,
            Recipe,
            Targets,
            About,
            BackboneInfo,
            ProtocolInfo,
            Catalog,
            Split,
            SkippedFile,
            ClassSummary,
            DatasetSummary,
            Fingerprint,
            ClassifierInfo,
            Initial,
            ModelInfo,
            Started,
            Timing,
            Progress,
            Spread,
            KnnPoint,
            TrainEvent,
            PretrainProgress,
            PretrainSummary,
            Retrieval,
            Measurement,
            Report,
            Picture,
            EmbeddingProgress,
            ComparisonProgress,
            TableColumn,
            TableCell,
            TableRow,
            Table,
            PatchBox,
            ImageBatch,
            ViewBatch,
            MapScores,
            Attention,
            Classified,
            Alike,
            Neighbor,
            Match,
            Labels,
            LabelsConfig,
            Mistake,
            Reason,
            Suggestion,
            LabelsReport,
        )
    );
}
