"""The addresses of the pages. A project's manifests have the address of their kind and name.

Nothing stands beside a name that a project or manifest may have: one may well be called `new`.
"""

from __future__ import annotations

from django.urls import path

from kargoui.editor.views import (
    canvas,
    drafts,
    exports,
    failing_stages,
    fixes,
    history,
    imports,
    mends,
    problems,
    project_settings,
    projects,
    reordering,
    rollout,
    stage,
    task,
    warehouse,
    what_if,
)

urlpatterns = [
    path("", projects.index, name="projects"),
    path("theme/", projects.set_theme, name="set_theme"),
    path("demo/", projects.demo, name="demo"),
    path("new/", projects.new, name="new_project"),
    path("projects/<slug:project>/", canvas.show, name="canvas"),
    path("projects/<slug:project>/inspect/<str:kind>/<str:name>/", canvas.inspect, name="inspect"),
    path("projects/<slug:project>/import/", imports.show, name="import"),
    path("projects/<slug:project>/settings/", project_settings.show, name="project_settings"),
    path("projects/<slug:project>/what-if/", failing_stages.show, name="what_if"),
    path("projects/<slug:project>/what-if/rollout/", rollout.show, name="rollout"),
    path("projects/<slug:project>/what-if/rollout/order/", reordering.reorder, name="reorder"),
    path("projects/<slug:project>/problems/", problems.show, name="problems"),
    path("projects/<slug:project>/problems/rules/<str:name>/", problems.rule, name="rule"),
    path("projects/<slug:project>/problems/fix/", fixes.fix_all, name="fix_all"),
    path("projects/<slug:project>/problems/fix/<str:key>/", fixes.fix, name="fix"),
    path("projects/<slug:project>/history/", history.show, name="history"),
    path("projects/<slug:project>/history/<int:number>/", history.revision, name="revision"),
    path("projects/<slug:project>/export/", exports.show, name="export"),
    path("projects/<slug:project>/export/<str:form>/", exports.download, name="download"),
    path("projects/<slug:project>/undo/", drafts.undo, name="undo"),
    path("projects/<slug:project>/redo/", drafts.redo, name="redo"),
    path("projects/<slug:project>/discard/", drafts.discard, name="discard"),
    path("projects/<slug:project>/publish/", drafts.publish, name="publish"),
    path("projects/<slug:project>/new/stage/", stage.new, name="new_stage"),
    path("projects/<slug:project>/stages/<str:name>/", stage.show, name="stage"),
    path(
        "projects/<slug:project>/stages/<str:name>/requested-freight/",
        stage.requested_freight,
        name="requested_freight",
    ),
    path("projects/<slug:project>/stages/<str:name>/sources/<int:index>/", stage.sources, name="sources"),
    path("projects/<slug:project>/stages/<str:name>/guard/<int:index>/", stage.guard, name="stage_guard"),
    path("projects/<slug:project>/what-if/stages/", what_if.stages, name="stage_cases"),
    path("projects/<slug:project>/stages/<str:name>/what-if/", what_if.show, name="stage_what_if"),
    path("projects/<slug:project>/stages/<str:name>/what-if/step/", what_if.step, name="stage_what_if_step"),
    path("projects/<slug:project>/stages/<str:name>/values/<int:index>/", stage.value, name="stage_value"),
    path("projects/<slug:project>/stages/<str:name>/variable/", stage.variable, name="stage_variable"),
    path("projects/<slug:project>/stages/<str:name>/value/", stage.evaluate, name="stage_evaluation"),
    path("projects/<slug:project>/stages/<str:name>/mends/<path:alias>/", mends.show, name="mends"),
    path("projects/<slug:project>/new/warehouse/", warehouse.new, name="new_warehouse"),
    path("projects/<slug:project>/warehouses/<str:name>/", warehouse.show, name="warehouse"),
    path(
        "projects/<slug:project>/warehouses/<str:name>/tags/<int:index>/",
        warehouse.tags,
        name="warehouse_tags",
    ),
    path("projects/<slug:project>/tasks/<str:name>/", task.show, name="task"),
    path("projects/<slug:project>/tasks/<str:name>/mends/", mends.of_task, name="task_failing"),
    path("projects/<slug:project>/tasks/<str:name>/guard/<int:index>/", task.guard, name="task_guard"),
    path("projects/<slug:project>/tasks/<str:name>/values/<int:index>/", task.value, name="task_value"),
    path("projects/<slug:project>/tasks/<str:name>/variable/", task.variable, name="task_variable"),
    path("projects/<slug:project>/tasks/<str:name>/value/", task.evaluate, name="task_evaluation"),
]
