"""Carry out a build as it is asked for: source, models, device, describer, register."""

from __future__ import annotations

from examiner_app.engine.device import select_device
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.progress import Progress, Work
from examiner_app.engine.register.build import BATCH, BuildOptions, build_register
from examiner_app.engine.register.build_request import BuildRequest
from examiner_app.engine.register.create import check_new
from examiner_app.engine.register.fitting import describer_to_build
from examiner_app.engine.register.manifest import RegisterManifest, read_manifest
from examiner_app.engine.sources.formats import open_source
from examiner_app.translation import tr


def carry_out(request: BuildRequest) -> Work[RegisterManifest]:
    """Build, go on with, or append to a register; closing the generator keeps what is described.

    Raises:
        SourceError: The source is not there, or not in its format.
        RegisterError: The folder is something else, in use, damaged, or cannot be written.
        RegisterMismatchError: It was built with other models or methods.
        BundleError: The models are damaged or lack what they are to have.
        ExaminerError: The device is not there.
    """
    yield Progress(tr("Looking at the source"))
    source = open_source(request.source, request.source_format)
    if not request.goes_on:
        check_new(request.out)
    methods = request.methods
    if methods is None and request.goes_on:
        methods = list(read_manifest(request.out).methods)
    yield Progress(tr("Loading the models"))
    bundle = Bundle.open(request.models())
    device = select_device(request.device)
    describer, state = yield from describer_to_build(
        source, request.out, bundle, device, whitening=request.whitening, methods=methods
    )
    options = BuildOptions(
        name=request.name,
        vocabulary_size=len(describer.vocabulary.centres),
        state=state,
        batch=request.batch or BATCH,
    )
    return (yield from build_register(source, request.out, describer, options))
